${a if b} ${a if b else}
