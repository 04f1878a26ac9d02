"""Verifies a Vigie bulletin without Vigie or any library: python3 verify-bulletin.py KEYS.json < BULLETIN"""
import base64, hashlib, json, sys
bytes_of = lambda part: base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
p, order = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
d, root = -121665 * pow(121666, -1, p) % p, pow(2, (p - 1) // 4, p)
def point(packed):  # RFC 8032, 5.1.3
    number = int.from_bytes(packed, "little"); y = number & (1 << 255) - 1
    square = (y * y - 1) * pow(d * y * y + 1, -1, p) % p; x = pow(square, (p + 3) // 8, p)
    x = x if (x * x - square) % p == 0 else x * root % p
    if y >= p or (x * x - square) % p: sys.exit("FORGED: no point of the curve")
    return (p - x if x & 1 != number >> 255 else x, y)
def add(a, b):
    t = d * a[0] * b[0] * a[1] * b[1]
    return ((a[0] * b[1] + a[1] * b[0]) * pow(1 + t, -1, p) % p, (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, -1, p) % p)
def times(n, a): return (0, 1) if n == 0 else add(times(n - 1, a), a) if n & 1 else times(n >> 1, add(a, a))
head, body, seal = sys.stdin.read().strip().split("."); seal = bytes_of(seal); said = json.loads(bytes_of(body))
role = {"exercise": "exercise", "actual": "live"}[said["status"]]
for key in [bytes_of(k["x"]) for k in json.load(open(sys.argv[1]))["keys"] if k["role"] == role]:
    expected = b'{"alg":"EdDSA","kid":"%s","typ":"vigie-bulletin+jws"}' % hashlib.sha256(key).hexdigest()[:16].encode()
    if bytes_of(head) != expected: continue
    h = int.from_bytes(hashlib.sha512(seal[:32] + key + f"{head}.{body}".encode()).digest(), "little") % order
    s = int.from_bytes(seal[32:], "little"); base = point((4 * pow(5, -1, p) % p).to_bytes(32, "little"))
    if s < order and times(s, base) == add(point(seal[:32]), times(h, point(key))):
        digits = int(said["cap"]["sha256"][:10], 16); letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        code = "".join(letters[digits >> 5 * i & 31] for i in range(7, -1, -1))
        sys.exit(print(f'genuine: {said["status"]} {said["act"]} {said["n"]}, code {code[:4]}-{code[4:]}'))
sys.exit("FORGED: no key of this server made this signature")
