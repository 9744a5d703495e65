"""Expands JSON-LD with a processor that is not ours and no network, and holds what comes of it against the terms of
the Web Annotation vocabulary (and the model's MUSTs) or of schema.org. The contexts stand here as far as our files use
their terms, written from the standards' tables."""

import json
import sys

from pyld import jsonld

OA = "http://www.w3.org/ns/oa#"
AS = "http://www.w3.org/ns/activitystreams#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TERMS = "urn:nutgraf:terms:"


def link(iri, kind="@id"):
    return {"@id": iri, "@type": kind}


ANNOTATION = {
    "oa": OA, "as": AS, "rdf": RDF,
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "Text": "dctypes:Text",
    "TextualBody": "oa:TextualBody",
    "SpecificResource": "oa:SpecificResource",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "Person": "foaf:Person",
    "Software": "as:Application",
    "Organization": "foaf:Organization",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "commenting": "oa:commenting",
    "describing": "oa:describing",
    "tagging": "oa:tagging",
    "body": link("oa:hasBody"),
    "target": link("oa:hasTarget"),
    "source": link("oa:hasSource"),
    "selector": link("oa:hasSelector"),
    "motivation": link("oa:motivatedBy", "@vocab"),
    "purpose": link("oa:hasPurpose", "@vocab"),
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "first": link("as:first"),
    "last": link("as:last"),
    "next": link("as:next"),
    "prev": link("as:prev"),
    "partOf": link("as:partOf"),
    "startIndex": link("as:startIndex", "xsd:nonNegativeInteger"),
    "total": link("as:totalItems", "xsd:nonNegativeInteger"),
    "value": "rdf:value",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": link("oa:start", "xsd:nonNegativeInteger"),
    "end": link("oa:end", "xsd:nonNegativeInteger"),
    "format": "dc:format",
    "language": "dc:language",
    "label": "rdfs:label",
    "name": "foaf:name",
    "creator": link("dcterms:creator"),
    "created": link("dcterms:created", "xsd:dateTime"),
    "generator": link("as:generator"),
}
SCHEMA = {"@vocab": "http://schema.org/", "id": "@id", "type": "@type", "url": link("http://schema.org/url")}
CONTEXTS = {"http://www.w3.org/ns/anno.jsonld": ANNOTATION, "https://schema.org": SCHEMA}


def local(url, options):
    document = {"@context": CONTEXTS[url]}
    return {"contextUrl": None, "documentUrl": url, "document": document, "contentType": "application/ld+json"}


def check(is_so, what):
    if not is_so:
        sys.exit(what)


def is_iri(text):
    return isinstance(text, str) and ":" in text and not any(c in text for c in ' <>"{}|\\^`\n')


def one(node, term):
    values = node.get(term, [])
    check(len(values) == 1, f"{term} stands {len(values)} times in {node.get('@id')}")
    return values[0]


def selector(node):
    kind = node["@type"]
    if kind == [OA + "TextQuoteSelector"]:
        one(node, OA + "exact")
        check(len(node.get(OA + "prefix", [])) <= 1 and len(node.get(OA + "suffix", [])) <= 1, "one context a side")
    else:
        check(kind == [OA + "TextPositionSelector"], f"an unknown selector {kind}")
        start, end = (one(node, OA + term)["@value"] for term in ("start", "end"))
        check(isinstance(start, int) and isinstance(end, int) and 0 <= start <= end, "a position is two numbers")


def annotation(node, text):
    check(is_iri(node.get("@id")), f"no IRI: {node.get('@id')}")
    check(OA + "Annotation" in node["@type"], "an annotation says that it is one")
    targets = node.get(OA + "hasTarget", [])
    check(len(targets) >= 1, "an annotation has a target")
    check(OA + "motivatedBy" in node, "every annotation of ours says why it was made")
    for motivation in node[OA + "motivatedBy"]:
        check(motivation["@id"].startswith(OA), f"{motivation} is no motivation of the standard's")
    for body in node.get(OA + "hasBody", []):
        if OA + "TextualBody" in body.get("@type", []):
            one(body, RDF + "value")
            check(len(body.get(OA + "hasPurpose", [])) <= 1, "one purpose")
    for target in targets:
        if OA + "hasSelector" not in target:
            check(is_iri(target.get("@id")), "a target without a selector is an IRI")
            continue
        check(is_iri(one(target, OA + "hasSource")["@id"]), "a source is an IRI")
        kinds = [entry["@type"][0] for entry in target[OA + "hasSelector"]]
        check(kinds[0] == OA + "TextQuoteSelector", "the words come first")
        for entry in target[OA + "hasSelector"]:
            selector(entry)
        if len(kinds) == 2:
            quote, position = target[OA + "hasSelector"]
            start, end = position[OA + "start"][0]["@value"], position[OA + "end"][0]["@value"]
            exact = one(quote, OA + "exact").get("@value")
            check(text[start:end] == exact, f"{exact!r} does not stand at {start}..{end}")


def collection(node):
    check(is_iri(node.get("@id")), "a collection is an IRI")
    check(AS + "OrderedCollection" in node["@type"], "a collection says that it is one")
    about = one(node, TERMS + "article")
    text = one(about, TERMS + "text")["@value"]
    page = one(node, AS + "first")
    check(is_iri(page.get("@id")) and AS + "OrderedCollectionPage" in page["@type"], "the first page is one")
    items = one(page, AS + "items")["@list"]
    check(one(node, AS + "totalItems")["@value"] == len(items), "the total is the number of items")
    ids = [item["@id"] for item in items]
    check(len(ids) == len(set(ids)), "ids are given once")
    for item in items:
        annotation(item, text)
    return len(items)


def nodes(value):
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def schema_org(node):
    name = "http://schema.org/"
    check(node["@type"] == [name + "NewsArticle"], "the article is a NewsArticle")
    for inner in nodes(node):
        if inner is node:
            continue
        kinds = inner.get("@type", [])
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            known = ["Quotation", "Claim", "Person", "Organization", "NewsMediaOrganization", "Comment"]
            check(kind in [name + one for one in known], f"an unknown type {kind}")
        for term in inner:
            check(term.startswith("@") or term.startswith(name), f"an unknown term {term}")
        if kinds == [name + "Quotation"]:
            one(inner, name + "text")
        if kinds == [name + "Claim"]:
            one(inner, name + "text")
            check(name + "spokenByCharacter" not in inner, "a claim is nobody's own words")
    return len(node.get(name + "hasPart", []))


def main():
    jsonld.set_document_loader(local)
    kind, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        files = json.load(file)
    n = 0
    for file in files if isinstance(files, list) else [files]:
        expanded = jsonld.expand(file, {"base": "urn:none:"})
        check(len(expanded) == 1, "one node at the top")
        n += collection(expanded[0]) if kind == "web-annotation" else schema_org(expanded[0])
    print(n)


main()
