<%text>${x} % if
% if y:
## kept\
</%text>b