A file that is included:  
<%def name="a()">x</%def>


% if x :
${ y }
%endif
no end of line