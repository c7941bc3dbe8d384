a
## gone
  ## gone too \
and this
b ## stays
