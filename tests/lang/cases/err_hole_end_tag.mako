<%def name="upgrade()">
SELECT ${nix;</%def>
<%def name="a()">SELECT ${nix</%def>
<%def name="b()">SELECT ${"nix;</%def>
<%def name="c()">SELECT ${f(a, b
</%def>
<%def name="d()">SELECT ${"</%def>" "" x}</%def>
<%def name="e()">SELECT ${</%def>
