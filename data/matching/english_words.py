"""Makes EnglishWords.swift of word lists of SCOWL (Debian package scowl, 2020.12.07).

python3 english_words.py /usr/share/dict/scowl ../../Sources/StreamETL/Matching/EnglishWords.swift
"""

import pathlib
import re
import sys
import textwrap

directory, target = map(pathlib.Path, sys.argv[1:])
words = set()
# The most frequent words: sizes 10 and 20.
for size in (10, 20):
    for word in (directory / f"english-words.{size}").read_text("latin-1").split():
        if re.fullmatch("[a-z]{2,}", word):
            words.add(word)
lines = textwrap.wrap(" ".join(sorted(words)), 100, break_on_hyphens=False)
target.write_text(
    "// Made by data/matching/english_words.py; data/matching/english_words.LICENSE says of what.\n\n"
    "extension MatchingSettings {\n"
    "    /// Whether a word is one of the most frequent ones of English.\n"
    "    static func isEnglish(_ word: String) -> Bool { english.contains(word) }\n\n"
    "    private static let english: Set<String> = Set(\n        words(\n"
    '            """\n'
    + "".join(f"            {line}\n" for line in lines)
    + '            """))\n}\n'
)
