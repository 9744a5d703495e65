#!/usr/bin/env python3
"""How far the two confidences can be trusted: of the statements called sure, likely or to be checked, how many are right.

usage: reliability.py SHARED_ACCURACY PRED_DIR     (PRED_DIR holds dev.jsonl and away-dev.jsonl as benches/accuracy/run writes them)

A content is right when it meets a marked one at Jaccard >= .5, as speakers.py counts it found. A speaker is judged
on statements so found whose marked speaker is a person or an organisation and beyond doubt, and is right as speakers.py
judges it. Both words of a table row come from the same cuts as on screen: sure from .9, likely from .7, else check.
"""
import contextlib, importlib.util, io, json, sys

shared, out = sys.argv[1:3]
spec = importlib.util.spec_from_file_location("speakers", f"{shared}/speakers.py")
judge = importlib.util.module_from_spec(spec)
# The scorer runs as soon as it is loaded, and ends at once for want of arguments; its functions stay.
sys.argv = sys.argv[:1]
with contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(SystemExit):
    spec.loader.exec_module(judge)

CUTS = [("sure", .9, 1.01), ("likely", .7, .9), ("check", 0, .7)]


def lines(path):
    return {one["id"]: one for one in map(json.loads, open(path, encoding="utf-8"))}


def is_right(said, known, text):
    wanted = known.get("joint") or [known["speaker"]]
    if known["type"] == "person":
        name = " ".join((said or "").split(",")[0].split()[:8])
        return any(judge.same_person(name, one, judge.shared(judge.person_words(one)[-1], text)) for one in wanted)
    return any(judge.same_org((said or "").split(",")[0], one) for one in wanted)


contents, speakers = [], []
for split in ("dev", "away-dev"):
    gold, pred = lines(f"{shared}/{split}.jsonl"), lines(f"{out}/{split}.jsonl")
    for name, known in lines(f"{shared}/speakers-{split}.jsonl").items():
        text = gold[name]["text"]
        tokens = judge.toks(text)
        marked = [judge.span_words(tokens, one["content"]) for one in gold[name]["attributions"]]
        by_number = {one["i"]: one for one in known["speakers"]}
        for one in pred[name]["attributions"]:
            if one.get("nested") or one.get("kind") == "no_comment" or not one.get("confidence"):
                continue
            words = judge.span_words(tokens, one["content"])
            best = max(((len(words & own) / max(1, len(words | own)), -at) for at, own in enumerate(marked)), default=(0, 0))
            contents.append((one["confidence"]["content"], best[0] >= .5))
            who = by_number.get(-best[1]) if best[0] >= .5 else None
            if who and who.get("sure", True) and who["type"] in ("person", "organisation"):
                speakers.append((one["confidence"]["speaker"], is_right(one.get("speaker"), who, text)))

print(f"{'':18}{'statements':>11}{'share':>7}{'believed':>10}{'right':>7}")
for what, cases in (("content", contents), ("named speaker", speakers)):
    for word, low, high in CUTS:
        rows = [case for case in cases if low <= case[0] < high]
        if rows:
            mean = sum(belief for belief, _ in rows) / len(rows)
            right = sum(right for _, right in rows) / len(rows)
            print(f"{what + ', ' + word:18.24}{len(rows):>11}{len(rows) / len(cases):>7.0%}{mean:>10.2f}{right:>7.2f}")
