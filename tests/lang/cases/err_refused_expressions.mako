${lambda x: x} ${(a := 1)} ${await b} ${~a} ${a << 1} ${a ^ b} ${a @ b} ${a <> b} ${...}
