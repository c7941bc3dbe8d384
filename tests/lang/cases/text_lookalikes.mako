a <& b </& c <%text></%text> $x {y} $$ } 5% \ \n
