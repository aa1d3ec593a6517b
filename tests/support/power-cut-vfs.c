/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "power-cut-vfs.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define VFS_NAME     "power-cut"
#define SECTOR_BYTES 512
#define NEVER        G_MAXUINT

/* One change that was not flushed yet: bytes at a place, or (data NULL) a new length. */
typedef struct {
  gsize offset;
  GBytes *data;        /* owned or NULL */
  gboolean is_removal; /* the file went; one of the same name that comes later starts empty */
} Change;

/* A file by path, with what a disk surely holds of it. */
typedef struct {
  char *path;          /* owned */
  GByteArray *flushed; /* owned: the content at the last flush */
  gboolean is_on_disk; /* its name outlives a cut */
  gboolean is_removed; /* removed, but the folder was not flushed */
  GPtrArray *changes;  /* owned Changes since, in order */
} CutFile;

typedef struct {
  sqlite3_file base;
  CutFile *file;           /* borrowed from `files`; NULL for a nameless temporary file */
  gboolean flushes_folder; /* with its first flush, as SQLite's unix VFS does for new journals */
  /* the real file of the VFS below follows */
} CutHandle;

static sqlite3_vfs *below; /* borrowed */
static GHashTable *files;  /* owned: path -> CutFile */
static guint changes_left = NEVER;
static gboolean is_off;

static sqlite3_file *
real_file (sqlite3_file *handle)
{
  return (sqlite3_file *) ((CutHandle *) handle + 1);
}

static void
change_free (Change *change)
{
  g_clear_pointer (&change->data, g_bytes_unref);
  g_free (change);
}

static void
cut_file_free (CutFile *file)
{
  g_free (file->path);
  g_byte_array_unref (file->flushed);
  g_ptr_array_unref (file->changes);
  g_free (file);
}

static CutFile *
get_file (const char *path)
{
  CutFile *file = g_hash_table_lookup (files, path);
  g_autofree char *content = NULL;
  gsize length = 0;

  if (file != NULL)
    return file;

  file = g_new0 (CutFile, 1);
  file->path = g_strdup (path);
  file->flushed = g_byte_array_new ();
  file->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);
  if (g_file_get_contents (path, &content, &length, NULL)) {
    g_byte_array_append (file->flushed, (const guint8 *) content, length);
    file->is_on_disk = TRUE;
  }
  g_hash_table_insert (files, file->path, file);
  return file;
}

static Change *
add_change (CutFile *file, gsize offset, GBytes *data)
{
  Change *change = g_new0 (Change, 1);

  change->offset = offset;
  change->data = data;
  g_ptr_array_add (file->changes, change);
  return change;
}

static void
resize (GByteArray *content, gsize length)
{
  gsize old_length = content->len;

  g_byte_array_set_size (content, length);
  if (length > old_length)
    memset (content->data + old_length, 0, length - old_length);
}

static void
put_bytes (GByteArray *content, gsize offset, const guint8 *bytes, gsize n_bytes)
{
  if (n_bytes == 0)
    return;
  if (offset + n_bytes > content->len)
    resize (content, offset + n_bytes);
  memcpy (content->data + offset, bytes, n_bytes);
}

/* Each sector of a write lives or dies by itself.  Returns whether any died. */
static gboolean
tear (GByteArray *content, const Change *change, GRand *chance)
{
  gsize n_bytes = 0;
  const guint8 *bytes = g_bytes_get_data (change->data, &n_bytes);
  gboolean is_torn = FALSE;

  for (gsize at = 0; at < n_bytes;) {
    gsize in_sector = SECTOR_BYTES - (change->offset + at) % SECTOR_BYTES;
    gsize length = MIN (in_sector, n_bytes - at);

    if (g_rand_boolean (chance))
      put_bytes (content, change->offset + at, bytes + at, length);
    else
      is_torn = TRUE;
    at += length;
  }

  return is_torn;
}

static void
apply (GByteArray *content, const Change *change)
{
  gsize n_bytes = 0;
  const guint8 *bytes;

  if (change->data == NULL) {
    resize (content, change->offset);
    return;
  }
  bytes = g_bytes_get_data (change->data, &n_bytes);
  put_bytes (content, change->offset, bytes, n_bytes);
}

/* Returns whether the change was lost, or a part of it. */
static gboolean
outlive (GByteArray *content, const Change *change, PowerCutWay way, GRand *chance)
{
  gboolean is_kept =
      way == POWER_CUT_KEEP_ALL || (way != POWER_CUT_LOSE_ALL && g_rand_boolean (chance));

  if (way == POWER_CUT_TEAR && change->data != NULL)
    return tear (content, change, chance);
  if (is_kept)
    apply (content, change);
  return !is_kept;
}

/* Whether a change may happen now; the one that meets the cut does not. */
static gboolean
has_power (void)
{
  if (is_off)
    return FALSE;
  if (changes_left == NEVER)
    return TRUE;
  if (changes_left == 0) {
    is_off = TRUE;
    return FALSE;
  }
  changes_left--;
  return TRUE;
}

/* Names that came and went are now so for good. */
static void
flush_folder (void)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    CutFile *file = value;

    file->is_on_disk = !file->is_removed;
    for (guint i = file->changes->len; i > 0; i--) {
      const Change *change = g_ptr_array_index (file->changes, i - 1);

      if (!change->is_removal)
        continue;
      g_byte_array_set_size (file->flushed, 0);
      g_ptr_array_remove_range (file->changes, 0, i);
      break;
    }
  }
}

/* --- the file's methods ----------------------------------------------------------------------- */

static int
cut_close (sqlite3_file *handle)
{
  sqlite3_file *real = real_file (handle);

  return real->pMethods != NULL ? real->pMethods->xClose (real) : SQLITE_OK;
}

static int
cut_read (sqlite3_file *handle, void *to, int n_bytes, sqlite3_int64 offset)
{
  return real_file (handle)->pMethods->xRead (real_file (handle), to, n_bytes, offset);
}

static int
cut_write (sqlite3_file *handle, const void *from, int n_bytes, sqlite3_int64 offset)
{
  CutFile *file = ((CutHandle *) handle)->file;
  gboolean had_power = !is_off;

  if (!has_power ()) {
    /* The write that meets the cut was on its way: it may be torn too. */
    if (had_power && file != NULL)
      add_change (file, offset, g_bytes_new (from, n_bytes));
    return SQLITE_IOERR_WRITE;
  }
  if (file != NULL)
    add_change (file, offset, g_bytes_new (from, n_bytes));
  return real_file (handle)->pMethods->xWrite (real_file (handle), from, n_bytes, offset);
}

static int
cut_truncate (sqlite3_file *handle, sqlite3_int64 length)
{
  CutFile *file = ((CutHandle *) handle)->file;

  if (!has_power ())
    return SQLITE_IOERR_TRUNCATE;
  if (file != NULL)
    add_change (file, length, NULL);
  return real_file (handle)->pMethods->xTruncate (real_file (handle), length);
}

static int
cut_sync (sqlite3_file *handle, int flags)
{
  CutHandle *cut = (CutHandle *) handle;

  if (!has_power ())
    return SQLITE_IOERR_FSYNC;
  if (cut->file == NULL)
    return SQLITE_OK;

  for (guint i = 0; i < cut->file->changes->len; i++)
    apply (cut->file->flushed, g_ptr_array_index (cut->file->changes, i));
  g_ptr_array_set_size (cut->file->changes, 0);
  if (cut->flushes_folder)
    flush_folder ();
  cut->flushes_folder = FALSE;
  return SQLITE_OK;
}

static int
cut_file_size (sqlite3_file *handle, sqlite3_int64 *length)
{
  return real_file (handle)->pMethods->xFileSize (real_file (handle), length);
}

static int
cut_lock (sqlite3_file *handle, int level)
{
  return real_file (handle)->pMethods->xLock (real_file (handle), level);
}

static int
cut_unlock (sqlite3_file *handle, int level)
{
  return real_file (handle)->pMethods->xUnlock (real_file (handle), level);
}

static int
cut_check_reserved_lock (sqlite3_file *handle, int *is_reserved)
{
  return real_file (handle)->pMethods->xCheckReservedLock (real_file (handle), is_reserved);
}

static int
cut_file_control (sqlite3_file *handle, int operation, void *argument)
{
  return real_file (handle)->pMethods->xFileControl (real_file (handle), operation, argument);
}

static int
cut_sector_size (sqlite3_file *handle)
{
  return SECTOR_BYTES;
}

/* Promises of better disks (whole pages at once, writes in order) are not passed on. */
static int
cut_device_characteristics (sqlite3_file *handle)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int
cut_shm_map (sqlite3_file *handle, int region, int size, int extend, void volatile **memory)
{
  return real_file (handle)->pMethods->xShmMap (real_file (handle), region, size, extend, memory);
}

static int
cut_shm_lock (sqlite3_file *handle, int offset, int n, int flags)
{
  return real_file (handle)->pMethods->xShmLock (real_file (handle), offset, n, flags);
}

static void
cut_shm_barrier (sqlite3_file *handle)
{
  real_file (handle)->pMethods->xShmBarrier (real_file (handle));
}

static int
cut_shm_unmap (sqlite3_file *handle, int remove)
{
  return real_file (handle)->pMethods->xShmUnmap (real_file (handle), remove);
}

/* Version 2: shared memory for the log's index, but no file mapped behind our back. */
static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = cut_close,
  .xRead = cut_read,
  .xWrite = cut_write,
  .xTruncate = cut_truncate,
  .xSync = cut_sync,
  .xFileSize = cut_file_size,
  .xLock = cut_lock,
  .xUnlock = cut_unlock,
  .xCheckReservedLock = cut_check_reserved_lock,
  .xFileControl = cut_file_control,
  .xSectorSize = cut_sector_size,
  .xDeviceCharacteristics = cut_device_characteristics,
  .xShmMap = cut_shm_map,
  .xShmLock = cut_shm_lock,
  .xShmBarrier = cut_shm_barrier,
  .xShmUnmap = cut_shm_unmap,
};

/* --- the file system's methods ---------------------------------------------------------------- */

static int
cut_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *handle, int flags, int *out_flags)
{
  CutHandle *cut = (CutHandle *) handle;
  int code;

  memset (cut, 0, vfs->szOsFile);
  if (is_off && (flags & SQLITE_OPEN_CREATE))
    return SQLITE_CANTOPEN;
  cut->file = path != NULL ? get_file (path) : NULL;
  if (cut->file != NULL && (flags & SQLITE_OPEN_CREATE)) {
    cut->file->is_removed = FALSE;
    cut->flushes_folder = (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  }
  code = below->xOpen (below, path, real_file (handle), flags, out_flags);
  if (real_file (handle)->pMethods != NULL)
    handle->pMethods = &methods;
  return code;
}

static int
cut_delete (sqlite3_vfs *vfs, const char *path, int with_folder)
{
  CutFile *file = get_file (path);

  if (!has_power ())
    return SQLITE_IOERR_DELETE;

  add_change (file, 0, NULL)->is_removal = TRUE;
  file->is_removed = TRUE;
  if (with_folder)
    flush_folder ();
  return below->xDelete (below, path, 0);
}

static sqlite3_vfs power_cut_vfs = {
  .iVersion = 1,
  .zName = VFS_NAME,
  .xOpen = cut_open,
  .xDelete = cut_delete,
};

void
power_cut_register (void)
{
  below = sqlite3_vfs_find (NULL);
  files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) cut_file_free);
  power_cut_disarm ();

  /* What is not about files is the lower VFS's business, called with our own address: the unix
   * VFS does not look at it there. */
  power_cut_vfs.szOsFile = (int) sizeof (CutHandle) + below->szOsFile;
  power_cut_vfs.mxPathname = below->mxPathname;
  power_cut_vfs.pAppData = below->pAppData;
  power_cut_vfs.xAccess = below->xAccess;
  power_cut_vfs.xFullPathname = below->xFullPathname;
  power_cut_vfs.xDlOpen = below->xDlOpen;
  power_cut_vfs.xDlError = below->xDlError;
  power_cut_vfs.xDlSym = below->xDlSym;
  power_cut_vfs.xDlClose = below->xDlClose;
  power_cut_vfs.xRandomness = below->xRandomness;
  power_cut_vfs.xSleep = below->xSleep;
  power_cut_vfs.xCurrentTime = below->xCurrentTime;
  power_cut_vfs.xGetLastError = below->xGetLastError;
  sqlite3_vfs_register (&power_cut_vfs, 1);
}

void
power_cut_unregister (void)
{
  sqlite3_vfs_unregister (&power_cut_vfs);
  sqlite3_vfs_register (below, 1);
  g_clear_pointer (&files, g_hash_table_unref);
}

void
power_cut_after (guint n_changes)
{
  changes_left = n_changes;
  is_off = n_changes == 0;
}

void
power_cut_disarm (void)
{
  changes_left = NEVER;
  is_off = FALSE;
}

gboolean
power_cut_is_off (void)
{
  return is_off;
}

static void
write_file (const char *path, const GByteArray *content)
{
  FILE *stream = fopen (path, "wb");

  g_assert_nonnull (stream);
  if (content->len > 0)
    g_assert_cmpuint (fwrite (content->data, 1, content->len, stream), ==, content->len);
  g_assert_cmpint (fclose (stream), ==, 0);
}

/* Writes what outlived the cut.  Returns how many changes were lost or torn. */
static guint
restore_file (CutFile *file, PowerCutWay way, GRand *chance)
{
  guint n_lost = 0;
  gboolean is_gone = file->is_removed && (way == POWER_CUT_KEEP_ALL || g_rand_boolean (chance));

  for (guint i = 0; i < file->changes->len; i++)
    n_lost += outlive (file->flushed, g_ptr_array_index (file->changes, i), way, chance);

  if (!file->is_on_disk && (file->is_removed || g_rand_boolean (chance)))
    is_gone = TRUE;
  unlink (file->path);
  if (!is_gone)
    write_file (file->path, file->flushed);
  return n_lost;
}

guint
power_cut_restore (PowerCutWay way, GRand *chance)
{
  guint n_lost = 0;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    CutFile *file = value;
    g_autofree char *index = g_strconcat (file->path, "-shm", NULL);

    n_lost += restore_file (file, way, chance);
    unlink (index);
  }
  g_hash_table_remove_all (files);
  power_cut_disarm ();
  return n_lost;
}
