<%def name="upgrade()">
SELECT ${self.upgrade}, ${len}, ${self.nothing()}, ${dialect()};
<% upgrade %>
</%def>
