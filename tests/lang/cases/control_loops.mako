% for a, (b, c) in x.items():
  % while y > 1: # why
  z
  % endwhile
% endfor
