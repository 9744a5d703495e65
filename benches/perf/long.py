"""Prints an article of 200 kB with 1,000 statements, invented: what a long live report or a transcript is at worst."""
NAMES = ["Ada Brook", "Odile Marchetti", "Ilse Tarn", "Piet Vane", "Rosa Quill", "Milan Orr", "Tess Harrow", "Jonas Feld"]

print("Council hears a thousand answers about the pier\n")
for number in range(1000):
    who = NAMES[number % len(NAMES)]
    print(
        f"On day {number} the council of Vell met again – in the old hall – to hear what was left to hear. "
        f"“We’ll come back to question {number} when the figures are in, and not a day sooner,” said {who}.\n"
    )
