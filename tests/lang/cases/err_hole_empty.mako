a ${} b
