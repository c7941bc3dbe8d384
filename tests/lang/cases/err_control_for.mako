% for x y:
% endfor
% for 1 in q:
% endfor
% for in q:
% endfor
