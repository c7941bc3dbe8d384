/* md5.h: MD5, which SQLAlchemy shortens names with. */
#ifndef MD5_H
#define MD5_H

#include <stdint.h>

#include "core/text.h"

void md5(struct aludel_text text, uint8_t digest[16]);

#endif
