<%def name="upgrade()">
<%
import requests
from sqlalchemy import text
%>
</%def>
