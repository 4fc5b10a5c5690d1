"""Makes static/sounds/alert.wav, two soft notes: ``python -m scripts.alert_sound`` writes it anew."""

import math
import wave
from pathlib import Path

TARGET = Path(__file__).parent.parent / "static" / "sounds" / "alert.wav"
RATE = 16_000
# When each note begins, how high it is in Hz, and how loud.
NOTES = [(0.0, 659.3, 0.22), (0.11, 880.0, 0.26)]
SECONDS = 0.4


def loudness(moment: float) -> float:
    """Return the height of the wave at a moment in seconds, between -1 and 1."""
    total = 0.0
    for begins, pitch, volume in NOTES:
        since = moment - begins
        if since >= 0:
            # It swells in some milliseconds, for there to be no click, and dies away.
            total += volume * min(1.0, since / 0.006) * math.exp(-since * 13) * math.sin(2 * math.pi * pitch * since)
    return total


def main() -> None:
    samples = (loudness(number / RATE) for number in range(int(RATE * SECONDS)))
    TARGET.parent.mkdir(exist_ok=True)
    with wave.open(str(TARGET), "wb") as file:
        file.setparams((1, 1, RATE, 0, "NONE", ""))
        file.writeframes(bytes(round(128 + 127 * sample) for sample in samples))


if __name__ == "__main__":
    main()
