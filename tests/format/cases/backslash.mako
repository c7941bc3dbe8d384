## a backslash \ 
## goes on \

<%def name="f()">
% if a: # c \ 
% endif # d \ 
% for x in y:\

% endfor
</%def>
