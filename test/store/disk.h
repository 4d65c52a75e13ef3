/* disk.h - a disk whose power can be cut, as a VFS of SQLite: files in memory, each in two states.
 *
 * `seen` is what programs read: the page cache. `safe` is what is there after the power was cut: what was
 * written up to the last sync, and of what was written since any part, torn at 512 bytes, in any order. A
 * file whose creation or removal was not synced may be there or not.
 *
 * Operations are counted: of those that change something, number `cut` is the last one, half done; number
 * `fail` of all fails and, if `fails_on`, all after it. A sync that fails loses what it should have written
 * and says so once, as Linux does: what programs see stays as it is. */
#ifndef ENT_TEST_DISK_H
#define ENT_TEST_DISK_H
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

enum { DISK_FILES = 6, SECTOR = 512, SHM_REGIONS = 4 };

typedef struct {
    unsigned char *at;
    int64_t        size, room;
} DiskBytes;

typedef struct {
    bool           cuts; /* to the length `at`; else a write */
    int64_t        at, size;
    unsigned char *bytes;
} DiskWrite;

typedef struct {
    char       name[256];
    bool       seen_there, safe_there;
    DiskBytes  seen, safe;
    DiskWrite *writes; /* since the last sync */
    Size       count, room;
    void      *shared[SHM_REGIONS];
} DiskFile;

typedef struct {
    sqlite3_file base;
    DiskFile    *file;
} DiskHandle;

static struct {
    DiskFile files[DISK_FILES];
    Random   random;
    long     count, cut, fail;
    bool     fails_on, dead;
    bool     sync_lost; /* a sync that fails loses its pages */
    bool     careful;   /* it promises, as most disks do, to change nothing beside what is written */
    long     syncs;     /* as many as were asked for */
    sqlite3 *opened;    /* the connection that was opened last */
} disk;

static inline void disk_bytes_resize(DiskBytes *bytes, int64_t size)
{
    if (size > bytes->room) {
        bytes->room = size * 2;
        bytes->at = realloc(bytes->at, (size_t)bytes->room);
        assert_non_null(bytes->at);
    }
    if (size > bytes->size)
        memset(bytes->at + bytes->size, 0, (size_t)(size - bytes->size));
    bytes->size = size;
}

static inline void disk_apply(DiskBytes *to, const DiskWrite *write, bool torn)
{
    if (write->cuts) {
        disk_bytes_resize(to, write->at);
        return;
    }
    for (int64_t i = 0, end; i < write->size; i = end) {
        end = (write->at + i) / SECTOR * SECTOR + SECTOR - write->at;
        end = end < write->size ? end : write->size;
        if (torn && random_below(&disk.random, 3) == 0)
            continue;
        if (to->size < write->at + end)
            disk_bytes_resize(to, write->at + end);
        memcpy(to->at + write->at + i, write->bytes + i, (size_t)(end - i));
    }
}

static inline void disk_forget(DiskFile *file)
{
    for (Size i = 0; i < file->count; i++)
        free(file->writes[i].bytes);
    file->count = 0;
}

static inline void disk_flush(DiskFile *file)
{
    for (Size i = 0; i < file->count; i++)
        disk_apply(&file->safe, &file->writes[i], false);
    disk_forget(file);
    file->safe_there = true;
}

static inline void disk_wipe(void)
{
    for (int i = 0; i < DISK_FILES; i++) {
        DiskFile *file = &disk.files[i];
        disk_forget(file);
        free(file->writes);
        free(file->seen.at);
        free(file->safe.at);
        for (int r = 0; r < SHM_REGIONS; r++)
            free(file->shared[r]);
        *file = (DiskFile){0};
    }
    disk.count = disk.cut = disk.fail = disk.syncs = 0;
    disk.dead = disk.fails_on = disk.sync_lost = disk.careful = false;
}

/* The power comes back. */
static inline void disk_reboot(void)
{
    for (int f = 0; f < DISK_FILES; f++) {
        DiskFile *file = &disk.files[f];
        Size mode = random_below(&disk.random, 4); /* nothing; all; some, torn; some, torn, in any order */
        for (Size i = file->count - 1; mode == 3 && i > 0; i--) {
            Size      other = random_below(&disk.random, i + 1);
            DiskWrite kept = file->writes[i];
            file->writes[i] = file->writes[other];
            file->writes[other] = kept;
        }
        for (Size i = 0; mode && i < file->count; i++)
            if (mode == 1 || random_below(&disk.random, 2))
                disk_apply(&file->safe, &file->writes[i], mode > 1);
        if (file->seen_there != file->safe_there)
            file->safe_there = random_below(&disk.random, 2);
        if (!file->safe_there)
            file->safe.size = 0;
        disk_forget(file);
        file->seen_there = file->safe_there;
        file->seen.size = 0;
        disk_bytes_resize(&file->seen, file->safe.size);
        if (file->safe.size)
            memcpy(file->seen.at, file->safe.at, (size_t)file->safe.size);
        for (int r = 0; r < SHM_REGIONS; r++) {
            free(file->shared[r]);
            file->shared[r] = NULL;
        }
    }
    disk.dead = disk.fails_on = disk.sync_lost = false;
    disk.cut = disk.fail = 0;
}

/* Does this operation fail? It is the last one, half done, if `half`. The power is cut at what changes the
 * disk: before a read is the same as before the change that follows. */
static inline bool disk_step(bool changes, bool *half)
{
    *half = false;
    if (disk.dead || (disk.cut && !changes))
        return disk.dead;
    disk.count++;
    if (disk.count == disk.cut)
        *half = disk.dead = true;
    return disk.dead || disk.count == disk.fail || (disk.fails_on && disk.fail && disk.count > disk.fail);
}

static inline bool disk_change_fails(void)
{
    bool half;
    return disk_step(true, &half);
}

static inline bool disk_look_fails(void)
{
    bool half;
    return disk_step(false, &half);
}

static inline DiskFile *disk_of(sqlite3_file *handle) { return ((DiskHandle *)handle)->file; }

static int disk_close(sqlite3_file *handle)
{
    (void)handle;
    return SQLITE_OK;
}

static int disk_read(sqlite3_file *handle, void *out, int size, sqlite3_int64 at)
{
    const DiskFile *file = disk_of(handle);
    int64_t         there = file->seen.size - at;
    if (disk_look_fails())
        return SQLITE_IOERR_READ;
    there = there < 0 ? 0 : there > size ? size : there;
    memset(out, 0, (size_t)size);
    if (there)
        memcpy(out, file->seen.at + at, (size_t)there);
    return there < size ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static void disk_note(DiskFile *file, DiskWrite write)
{
    if (file->count == file->room) {
        file->room = file->room ? file->room * 2 : 16;
        file->writes = realloc(file->writes, (size_t)file->room * sizeof *file->writes);
        assert_non_null(file->writes);
    }
    file->writes[file->count++] = write;
}

static int disk_write(sqlite3_file *handle, const void *bytes, int size, sqlite3_int64 at)
{
    DiskFile *file = disk_of(handle);
    bool      half, fails = disk_step(true, &half);
    DiskWrite write = {.at = at, .size = size};
    if (fails && !half)
        return disk.fails_on ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    write.bytes = malloc((size_t)size);
    assert_non_null(write.bytes);
    memcpy(write.bytes, bytes, (size_t)size);
    disk_note(file, write);
    disk_apply(&file->seen, &write, false);
    return fails ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

static int disk_truncate(sqlite3_file *handle, sqlite3_int64 size)
{
    DiskFile *file = disk_of(handle);
    DiskWrite write = {.cuts = true, .at = size};
    if (disk_change_fails())
        return SQLITE_IOERR_TRUNCATE;
    disk_note(file, write);
    disk_apply(&file->seen, &write, false);
    return SQLITE_OK;
}

static int disk_sync(sqlite3_file *handle, int flags)
{
    DiskFile *file = disk_of(handle);
    (void)flags;
    disk.syncs++;
    if (disk_change_fails()) {
        if (disk.sync_lost)
            disk_forget(file);
        return SQLITE_IOERR_FSYNC;
    }
    disk_flush(file);
    return SQLITE_OK;
}

static int disk_size(sqlite3_file *handle, sqlite3_int64 *out)
{
    *out = disk_of(handle)->seen.size;
    return disk_look_fails() ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

static int disk_lock(sqlite3_file *handle, int level)
{
    (void)handle;
    (void)level;
    return SQLITE_OK;
}

static int disk_reserved(sqlite3_file *handle, int *out)
{
    (void)handle;
    *out = 0;
    return SQLITE_OK;
}

static int disk_control(sqlite3_file *handle, int what, void *with)
{
    (void)handle;
    (void)what;
    (void)with;
    return SQLITE_NOTFOUND;
}

static int disk_sector(sqlite3_file *handle)
{
    (void)handle;
    return SECTOR;
}

static int disk_promises(sqlite3_file *handle)
{
    (void)handle;
    return disk.careful ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
}

static int disk_shm_map(sqlite3_file *handle, int region, int size, int extend, void volatile **out)
{
    DiskFile *file = disk_of(handle);
    assert_true(region < SHM_REGIONS);
    *out = NULL;
    if (disk_look_fails())
        return SQLITE_IOERR_SHMMAP;
    if (!file->shared[region] && extend)
        file->shared[region] = calloc(1, (size_t)size);
    *out = file->shared[region];
    return SQLITE_OK;
}

static int disk_shm_lock(sqlite3_file *handle, int from, int count, int flags) /* there is one connection */
{
    (void)handle;
    (void)from;
    (void)count;
    (void)flags;
    return SQLITE_OK;
}

static void disk_shm_barrier(sqlite3_file *handle) { (void)handle; }

static int disk_shm_unmap(sqlite3_file *handle, int removes)
{
    DiskFile *file = disk_of(handle);
    for (int r = 0; r < SHM_REGIONS && removes; r++) {
        free(file->shared[r]);
        file->shared[r] = NULL;
    }
    return SQLITE_OK;
}

static const sqlite3_io_methods disk_methods = {
    .iVersion = 2,
    .xClose = disk_close,
    .xRead = disk_read,
    .xWrite = disk_write,
    .xTruncate = disk_truncate,
    .xSync = disk_sync,
    .xFileSize = disk_size,
    .xLock = disk_lock,
    .xUnlock = disk_lock,
    .xCheckReservedLock = disk_reserved,
    .xFileControl = disk_control,
    .xSectorSize = disk_sector,
    .xDeviceCharacteristics = disk_promises,
    .xShmMap = disk_shm_map,
    .xShmLock = disk_shm_lock,
    .xShmBarrier = disk_shm_barrier,
    .xShmUnmap = disk_shm_unmap,
};

static DiskFile *disk_find(const char *name, bool makes)
{
    DiskFile *unused = NULL;
    for (int i = DISK_FILES - 1; i >= 0; i--) {
        if (strcmp(disk.files[i].name, name) == 0)
            return &disk.files[i];
        if (!disk.files[i].name[0])
            unused = &disk.files[i];
    }
    if (!makes)
        return NULL;
    assert_non_null(unused);
    assert_true(strlen(name) < sizeof unused->name);
    memcpy(unused->name, name, strlen(name) + 1);
    return unused;
}

/* The main file is there from the start, empty: the store makes it before SQLite opens it. */
static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *handle, int flags, int *out)
{
    DiskHandle *opened = (DiskHandle *)handle;
    (void)vfs;
    handle->pMethods = NULL;
    if (disk_look_fails())
        return SQLITE_CANTOPEN;
    opened->file = disk_find(name ? name : "temporary", true);
    if (!opened->file->seen_there && !(flags & (SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_DB)))
        return SQLITE_CANTOPEN;
    opened->file->seen_there = true;
    opened->file->safe_there |= (flags & SQLITE_OPEN_MAIN_DB) != 0;
    handle->pMethods = &disk_methods;
    if (out)
        *out = flags;
    return SQLITE_OK;
}

static int disk_delete(sqlite3_vfs *vfs, const char *name, int synced)
{
    DiskFile *file = disk_find(name, false);
    (void)vfs;
    if (disk_change_fails())
        return SQLITE_IOERR_DELETE;
    if (!file || !file->seen_there)
        return SQLITE_IOERR_DELETE_NOENT;
    disk_forget(file); /* what was written and not synced is gone with it, or as good as */
    file->seen_there = false;
    file->seen.size = 0;
    if (synced) {
        file->safe_there = false;
        file->safe.size = 0;
    }
    return SQLITE_OK;
}

static int disk_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    const DiskFile *file = disk_find(name, false);
    (void)vfs;
    if (disk_look_fails())
        return SQLITE_IOERR_ACCESS;
    *out = file && file->seen_there && (flags != SQLITE_ACCESS_EXISTS || file->seen.size > 0);
    return SQLITE_OK;
}

static int disk_full_name(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
    (void)vfs;
    assert_true(strlen(name) < (size_t)room);
    memcpy(out, name, strlen(name) + 1);
    return SQLITE_OK;
}

static int disk_random(sqlite3_vfs *vfs, int count, char *out)
{
    (void)vfs;
    for (int i = 0; i < count; i++)
        out[i] = (char)random_next(&disk.random);
    return count;
}

static int disk_sleep(sqlite3_vfs *vfs, int micros)
{
    (void)vfs;
    return micros;
}

static int disk_time(sqlite3_vfs *vfs, double *out)
{
    (void)vfs;
    *out = 2460000.5;
    return SQLITE_OK;
}

static int disk_last_error(sqlite3_vfs *vfs, int count, char *out)
{
    (void)vfs;
    (void)count;
    (void)out;
    return 0;
}

/* Called for each connection that is opened: checkpoints come often, as they do in a long life. */
static int disk_connected(sqlite3 *db, char **error, const struct sqlite3_api_routines *api)
{
    (void)error;
    (void)api;
    disk.opened = db;
    return sqlite3_exec(db, "PRAGMA wal_autocheckpoint=12", NULL, NULL, NULL);
}

/* From now on SQLite knows no other disk. */
static inline void disk_install(void)
{
    static sqlite3_vfs vfs = {
        .iVersion = 1,
        .szOsFile = sizeof(DiskHandle),
        .mxPathname = 255,
        .zName = "disk",
        .xOpen = disk_open,
        .xDelete = disk_delete,
        .xAccess = disk_access,
        .xFullPathname = disk_full_name,
        .xRandomness = disk_random,
        .xSleep = disk_sleep,
        .xCurrentTime = disk_time,
        .xGetLastError = disk_last_error,
    };
    assert_int_equal(sqlite3_vfs_register(&vfs, 1), SQLITE_OK);
    assert_int_equal(sqlite3_auto_extension((void (*)(void))disk_connected), SQLITE_OK);
}
#endif
