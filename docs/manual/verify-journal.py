"""Verifies a Vigie journal without Vigie: python3 verify-journal.py FOLDER [CHECKPOINT]"""
import base64, glob, hashlib, json, os, sys
sha = lambda text: hashlib.sha256(text).digest()
def root(sums):  # the Merkle tree of RFC 6962 over the sums of the lines
    if len(sums) < 2: return sha(b"\0" + sums[0]) if sums else sha(b"")
    half = 1 << (len(sums) - 1).bit_length() - 1
    return sha(b"\1" + root(sums[:half]) + root(sums[half:]))
sums, prev = [], "sha256:" + "0" * 64
for path in sorted(glob.glob(os.path.join(sys.argv[1], "[0-9]*.jsonl"))):
    for number, line in enumerate(open(path, "rb"), 1):
        try: entry = json.loads(line) if line.endswith(b"\n") else {}
        except ValueError: entry = {}
        if (entry.get("n"), entry.get("prev")) != (len(sums) + 1, prev):
            sys.exit(f"BROKEN: {path} line {number}: expected entry {len(sums) + 1} after {prev}")
        sums.append(sha(line)); prev = "sha256:" + sums[-1].hex()
if len(sys.argv) > 2:
    size, expected = open(sys.argv[2], encoding="utf-8").read().split("\n")[1:3]
    if len(sums) < int(size) or root(sums[:int(size)]) != base64.b64decode(expected):
        sys.exit(f"BROKEN: the first {size} entries are not those of the checkpoint")
print(f"sound: {len(sums)} entries, last {prev}, root {base64.b64encode(root(sums)).decode()}")
