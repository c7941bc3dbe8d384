<%self:audit t="users" n="${1 + 1}" s="a${x}b{c}" e=""/><%lib.sub:f
  a='1'
>body</%lib.sub:f>