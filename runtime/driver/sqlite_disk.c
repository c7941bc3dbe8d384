/* sqlite_disk.c: what the file lies on. */
#include "driver/sqlite_state.h"

static unsigned sector_of(sqlite3_file *file)
{
    int sector = file->pMethods->xSectorSize ? file->pMethods->xSectorSize(file) : 0;
    int can = file->pMethods->xDeviceCharacteristics ? file->pMethods->xDeviceCharacteristics(file) : 0;
    return can & SQLITE_IOCAP_POWERSAFE_OVERWRITE || sector < 512 ? 512U : (unsigned)sector;
}

static uint64_t size_of(sqlite3_file *file)
{
    sqlite3_int64 bytes = 0;
    return file->pMethods->xFileSize(file, &bytes) == SQLITE_OK && bytes > 0 ? (uint64_t)bytes : 0;
}

void al_sqlite_disk(struct al_driver *d, struct al_disk *disk)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    sqlite3_file *file = NULL;
    *disk = (struct al_disk){.sector = 512};
    if (sqlite3_file_control(s->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK && file &&
        file->pMethods) {
        disk->sector = sector_of(file);
        disk->stored = size_of(file);
    }
#ifdef SQLITE_FCNTL_RESERVE_BYTES
    int bytes = -1;
    if (sqlite3_file_control(s->db, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes) == SQLITE_OK && bytes > 0) {
        disk->reserved = (unsigned)bytes;
    }
#endif
}
