${x}${x | n}${x | id, upper}${x|f(1), lib.g}${a, b}
