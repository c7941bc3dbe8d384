${foo bar} ${ok} ${baz 1}
