/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "matrix-disk.h"

#include "matrix-host.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdatomic.h>

#define FLUSH_US CUFF_SECONDS (10)

typedef struct {
  sqlite3_file base;
  /* the real file of the VFS below follows */
} DiskFile;

static sqlite3_vfs *below; /* borrowed */
static _Atomic MatrixDisk disk;

static sqlite3_file *
real_file (sqlite3_file *file)
{
  return (sqlite3_file *) ((DiskFile *) file + 1);
}

#define REAL(file, method, ...) (real_file (file)->pMethods->method (real_file (file), __VA_ARGS__))

/* What a change meets; SQLITE_OK = a sound disk.  errno as the kernel would leave it. */
static int
trouble (int io_error)
{
  switch (atomic_load (&disk)) {
  case MATRIX_DISK_FULL:
    errno = ENOSPC;
    return SQLITE_FULL;
  case MATRIX_DISK_READ_ONLY:
    errno = EROFS;
    return SQLITE_READONLY;
  case MATRIX_DISK_IO_ERROR:
    errno = EIO;
    return io_error;
  default:
    return SQLITE_OK;
  }
}

static int
disk_close (sqlite3_file *file)
{
  sqlite3_file *real = real_file (file);
  return real->pMethods != NULL ? real->pMethods->xClose (real) : SQLITE_OK;
}

static int
disk_read (sqlite3_file *file, void *to, int n_bytes, sqlite3_int64 offset)
{
  return REAL (file, xRead, to, n_bytes, offset);
}

static int
disk_write (sqlite3_file *file, const void *from, int n_bytes, sqlite3_int64 offset)
{
  int code = trouble (SQLITE_IOERR_WRITE);
  return code != SQLITE_OK ? code : REAL (file, xWrite, from, n_bytes, offset);
}

static int
disk_truncate (sqlite3_file *file, sqlite3_int64 length)
{
  int code = trouble (SQLITE_IOERR_TRUNCATE);
  return code != SQLITE_OK ? code : REAL (file, xTruncate, length);
}

static int
disk_sync (sqlite3_file *file, int flags)
{
  int code = trouble (SQLITE_IOERR_FSYNC);
  if (code != SQLITE_OK)
    return code;
  if (atomic_load (&disk) == MATRIX_DISK_SLOW)
    matrix_host_dawdle (FLUSH_US);
  return REAL (file, xSync, flags);
}

static int
disk_file_size (sqlite3_file *file, sqlite3_int64 *length)
{
  return REAL (file, xFileSize, length);
}

static int
disk_lock (sqlite3_file *file, int level)
{
  return REAL (file, xLock, level);
}

static int
disk_unlock (sqlite3_file *file, int level)
{
  return REAL (file, xUnlock, level);
}

static int
disk_check_reserved_lock (sqlite3_file *file, int *is_reserved)
{
  return REAL (file, xCheckReservedLock, is_reserved);
}

static int
disk_file_control (sqlite3_file *file, int operation, void *argument)
{
  return REAL (file, xFileControl, operation, argument);
}

static int
disk_sector_size (sqlite3_file *file)
{
  return real_file (file)->pMethods->xSectorSize (real_file (file));
}

static int
disk_device_characteristics (sqlite3_file *file)
{
  return real_file (file)->pMethods->xDeviceCharacteristics (real_file (file));
}

static int
disk_shm_map (sqlite3_file *file, int region, int size, int extend, void volatile **memory)
{
  return REAL (file, xShmMap, region, size, extend, memory);
}

/* Somebody else writes: readers go on, whoever wants to write is told to come again. */
static int
disk_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  gboolean writes = flags == (SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE);
  if (writes && atomic_load (&disk) == MATRIX_DISK_LOCKED)
    return SQLITE_BUSY;
  return REAL (file, xShmLock, offset, n, flags);
}

static void
disk_shm_barrier (sqlite3_file *file)
{
  real_file (file)->pMethods->xShmBarrier (real_file (file));
}

static int
disk_shm_unmap (sqlite3_file *file, int deletes)
{
  return REAL (file, xShmUnmap, deletes);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = disk_close,
  .xRead = disk_read,
  .xWrite = disk_write,
  .xTruncate = disk_truncate,
  .xSync = disk_sync,
  .xFileSize = disk_file_size,
  .xLock = disk_lock,
  .xUnlock = disk_unlock,
  .xCheckReservedLock = disk_check_reserved_lock,
  .xFileControl = disk_file_control,
  .xSectorSize = disk_sector_size,
  .xDeviceCharacteristics = disk_device_characteristics,
  .xShmMap = disk_shm_map,
  .xShmLock = disk_shm_lock,
  .xShmBarrier = disk_shm_barrier,
  .xShmUnmap = disk_shm_unmap,
};

static int
disk_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  int code = below->xOpen (below, name, real_file (file), flags, out_flags);
  file->pMethods = real_file (file)->pMethods != NULL ? &methods : NULL;
  return code;
}

/* SQLite's patience with whoever holds the file passes in virtual time too. */
static int
disk_sleep (sqlite3_vfs *vfs, int us)
{
  return matrix_host_dawdle (us) ? us : below->xSleep (below, us);
}

void
matrix_disk_register (void)
{
  static sqlite3_vfs vfs;
  below = sqlite3_vfs_find (NULL);
  vfs = *below;
  vfs.zName = "matrix-disk";
  vfs.szOsFile = (int) sizeof (DiskFile) + below->szOsFile;
  vfs.pNext = NULL;
  vfs.xOpen = disk_open;
  vfs.xSleep = disk_sleep;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, 1), ==, SQLITE_OK);
}

void
matrix_disk_set (MatrixDisk way)
{
  atomic_store (&disk, way);
}
