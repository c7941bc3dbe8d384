/* sqlite_disk.c: what the file lies on. */
#include "driver/sqlite_state.h"

static unsigned sector_of(sqlite3_file *file)
{
    int sector = file->pMethods->xSectorSize ? file->pMethods->xSectorSize(file) : 0;
    int can = file->pMethods->xDeviceCharacteristics ? file->pMethods->xDeviceCharacteristics(file) : 0;
    return can & SQLITE_IOCAP_POWERSAFE_OVERWRITE || sector < 512 ? 512U : (unsigned)sector;
}

void al_sqlite_disk(struct al_driver *d, unsigned *sector, unsigned *reserved)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    sqlite3_file *file = NULL;
    int bytes = -1;
    *sector = 512;
    if (sqlite3_file_control(s->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK && file &&
        file->pMethods) {
        *sector = sector_of(file);
    }
    *reserved = 0;
#ifdef SQLITE_FCNTL_RESERVE_BYTES
    if (sqlite3_file_control(s->db, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes) == SQLITE_OK && bytes > 0) {
        *reserved = (unsigned)bytes;
    }
#endif
}
