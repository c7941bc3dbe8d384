${a.class} ${a.} ${None.x.if}
