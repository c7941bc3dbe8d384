<%! revision = "a" %>
