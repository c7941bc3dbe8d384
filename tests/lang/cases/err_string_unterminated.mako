${"abc} ${f('a)}
