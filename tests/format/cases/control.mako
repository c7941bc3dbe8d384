<%def name="upgrade()">
%for a in [1,2]:
    %   if a==1 and \
           not (a>2):# why
INSERT INTO t VALUES (${a});  
   %elif a==2:
%else :
    % endif   # of a
<%call expr="f( 'x',y = 2 )">
%while True:
SELECT 1;
%endwhile
</%call>
%  endfor
%% text
</%def >
