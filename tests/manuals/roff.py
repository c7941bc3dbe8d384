"""Text as mdoc has it, and back."""
import re

# Read back in this order. What a person may copy stays ASCII.
ESCAPES = [("\\&", ""), ("\\(aq", "'"), ("\\(dq", '"'), ("\\-", "-"), ("\\e", "\\")]
SENTENCE = re.compile(r"(?<=[^.][.?!]) +(?=[^a-z(])|(?<=;) +(?=\S+ is )")


def plain(text):
    """What an example's lines are when they are typed."""
    for escape, character in ESCAPES:
        text = text.replace(escape, character)
    return text


def prose(text):
    """A line for each sentence; what stands between backticks in quotes."""
    text = re.sub(r"`([^`]*)`", r"\\(oq\1\\(cq", text.replace("\\", "\\e").replace("…", "..."))
    text = re.sub(r"(?<![\w-])--(?=\w)", r"\\-\\-", text)
    lines = [line for paragraph in text.split("\n") for line in SENTENCE.split(paragraph.strip())]
    return "".join(("\\&" if line[0] in ".'" else "") + line + "\n" for line in lines if line)


def sentence(text):
    return text and text[0].upper() + text[1:] + ("" if text[-1] in ".?!" else ".")


def argument(shown):
    """FILE|URL, START:END, NAME=VALUE, [REV...], FROM TO: each word an argument."""
    if " " in shown:
        return " ".join(map(argument, shown.split()))
    optional, many = shown.startswith("["), shown.rstrip("]").endswith("...")
    word = shown.strip("[]").removesuffix("...")
    parts = " Ns ".join(f"Ar {part}" if part.isalnum() else "Li " + part.replace(":", "\\&:").replace("|", "\\&|")
                        for part in re.findall(r"\w+|\W", word))
    return f"{'Op ' if optional else ''}{parts}{' ...' if many else ''}"
