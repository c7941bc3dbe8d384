% if a:
  % for b in c:
  x
