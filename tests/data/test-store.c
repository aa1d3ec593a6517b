/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The store thread: in order, acknowledged only when committed, and never taken down by one bad
 * job or a full disk.  Real threads on the monotonic clock; every wait is for something that comes.
 */
#include "data-rig.h"
#include "store-clock.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Counts what was told, under a lock of its own. */
typedef struct {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  guint n_done, n_failed;
  int last_code;    /* of the last failure */
  const char *path; /* borrowed: to look at the file from outside */
} Told;

static void
told_init (Told *told, const char *path)
{
  *told = (Told){ .path = path };
  pthread_mutex_init (&told->lock, NULL);
  pthread_cond_init (&told->changed, NULL);
}

static void
told_clear (Told *told)
{
  pthread_mutex_destroy (&told->lock);
  pthread_cond_destroy (&told->changed);
}

static void
on_done (gpointer user, const GError *error)
{
  Told *told = user;

  pthread_mutex_lock (&told->lock);
  told->n_done++;
  if (error != NULL) {
    told->n_failed++;
    told->last_code = error->code;
  }
  pthread_cond_broadcast (&told->changed);
  pthread_mutex_unlock (&told->lock);
}

static void
wait_for (Told *told, guint n_done)
{
  pthread_mutex_lock (&told->lock);
  while (told->n_done < n_done)
    pthread_cond_wait (&told->changed, &told->lock);
  pthread_mutex_unlock (&told->lock);
}

static EbbStore *
open_store (DataRig *rig)
{
  g_autoptr (GError) error = NULL;
  EbbStore *store = ebb_store_open (rig->path, &store_clock, &error);

  g_assert_no_error (error);
  return store;
}

/* The file with patient, order, session, bout and limb, closed. */
static void
set_up (DataRig *rig, gconstpointer unused)
{
  data_rig_set_up (rig, unused);
  data_put_all (rig->db);
  data_rig_close (rig);
}

static gboolean
put_event (EbbDb *db, gpointer code, GError **error)
{
  EbbEventRecord event = { .code = code, .pressure = CUFF_PRESSURE_UNSET };

  return ebb_store_put_event (db, SESSION_ID, &event, error);
}

static gint64
count_events (DataRig *rig)
{
  g_autoptr (EbbDb) db = ebb_db_open (rig->path, EBB_DB_READ, NULL);

  return data_query_int (db, "SELECT count (*) FROM session_event");
}

static void
test_order (DataRig *rig, gconstpointer unused)
{
  EbbStore *store = open_store (rig);
  g_autofree char *order = NULL;
  g_autoptr (EbbDb) db = NULL;
  Told told;

  told_init (&told, rig->path);
  for (guint i = 0; i < 200; i++)
    ebb_store_post (store, put_event, g_strdup_printf ("e-%u", i), g_free, on_done, &told);
  ebb_store_close (store);

  /* Closing runs what was queued, and tells about all of it. */
  g_assert_cmpuint (told.n_done, ==, 200);
  g_assert_cmpuint (told.n_failed, ==, 0);
  db = ebb_db_open (rig->path, EBB_DB_READ, NULL);
  order = ebb_db_query_text (
      db,
      "SELECT group_concat (code) = (SELECT group_concat ('e-' || value) FROM "
      "(WITH RECURSIVE n (value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 199) "
      "SELECT value FROM n)) FROM (SELECT code FROM session_event ORDER BY key)",
      NULL, NULL);
  g_assert_cmpstr (order, ==, "1");
  told_clear (&told);
}

/* Looks at the file from outside in the very moment of the acknowledgement. */
static void
on_done_look (gpointer user, const GError *error)
{
  Told *told = user;
  g_autoptr (EbbDb) reader = ebb_db_open (told->path, EBB_DB_READ, NULL);

  g_assert_no_error (error);
  g_assert_nonnull (reader);
  g_assert_cmpint (data_query_int (reader, "SELECT count (*) FROM session_event"), ==,
                   told->n_done + 1);
  on_done (user, error);
}

static void
test_done_means_committed (DataRig *rig, gconstpointer unused)
{
  EbbStore *store = open_store (rig);
  Told told;

  told_init (&told, rig->path);
  for (guint i = 0; i < 10; i++)
    ebb_store_post (store, put_event, (gpointer) "seen", NULL, on_done_look, &told);
  wait_for (&told, 10);
  ebb_store_close (store);
  told_clear (&told);
}

static gboolean
put_two_and_fail (EbbDb *db, gpointer unused, GError **error)
{
  return put_event (db, (gpointer) "before", error) && put_event (db, (gpointer) "No Code", error);
}

static gboolean
fail_without_a_word (EbbDb *db, gpointer unused, GError **error)
{
  return put_event (db, (gpointer) "before", error) && FALSE;
}

/* A job that fails takes back its own rows and nobody else's. */
static void
test_failing_job_rolls_back_alone (DataRig *rig, gconstpointer unused)
{
  EbbStore *store = open_store (rig);
  Told told;

  told_init (&told, rig->path);
  ebb_store_post (store, put_event, (gpointer) "first", NULL, on_done, &told);
  ebb_store_post (store, put_two_and_fail, NULL, NULL, on_done, &told);
  ebb_store_post (store, fail_without_a_word, NULL, NULL, on_done, &told);
  ebb_store_post (store, put_event, (gpointer) "last", NULL, on_done, &told);
  wait_for (&told, 4);
  ebb_store_close (store);

  g_assert_cmpuint (told.n_failed, ==, 2);
  g_assert_cmpint (count_events (rig), ==, 2);
  told_clear (&told);
}

/* The recorder, on a clock that jumps to each deadline ------------------------------------------*/

static _Atomic gint64 jumping_now_us;
static atomic_uint n_waits;

static gint64
jumping_now (gpointer user)
{
  return atomic_load (&jumping_now_us);
}

static gpointer
jumping_join (gpointer user, const char *name)
{
  return g_strdup (name);
}

static int
jumping_wait (gpointer party, struct pollfd *fds, gsize n_fds, gint64 deadline_us)
{
  int n_ready = poll (fds, n_fds, deadline_us == G_MAXINT64 ? -1 : 0);

  atomic_fetch_add (&n_waits, 1);
  if (n_ready == 0)
    atomic_store (&jumping_now_us, MAX (deadline_us, jumping_now (NULL)));
  return n_ready;
}

static const EbbStoreTime jumping_clock = {
  .now_us = jumping_now, .join = jumping_join, .leave = g_free, .wait = jumping_wait
};

typedef struct {
  Told told; /* first: on_done() gets the recorder as its user */
  gint64 last_us, longest_us;
  gboolean fails;
} Recorder;

static gboolean
pull (EbbDb *db, gpointer user, GError **error)
{
  Recorder *recorder = user;
  gint64 now_us = jumping_now (NULL);

  if (recorder->last_us > 0)
    recorder->longest_us = MAX (recorder->longest_us, now_us - recorder->last_us);
  recorder->last_us = now_us;
  return put_event (db, (gpointer) (recorder->fails ? "No Code" : "pulled"), error);
}

static gboolean
take_300_ms (EbbDb *db, gpointer unused, GError **error)
{
  atomic_fetch_add (&jumping_now_us, 300000);
  return TRUE;
}

/* Samples reach the disk within a second of their time: the recorder's turn comes every 500 ms. */
static void
test_recorder_period (DataRig *rig, gconstpointer unused)
{
  EbbStore *store;
  Recorder recorder = { 0 };
  guint n_pulls;

  told_init (&recorder.told, rig->path);
  atomic_store (&jumping_now_us, 1);
  store = ebb_store_open (rig->path, &jumping_clock, NULL);
  ebb_store_set_recorder_full (store, pull, on_done, &recorder);
  wait_for (&recorder.told, 20);

  ebb_store_set_recorder (store, NULL, NULL);
  n_pulls = recorder.told.n_done;
  ebb_store_close (store);
  g_assert_cmpint (recorder.longest_us, <=, 500000);
  g_assert_cmpuint (recorder.told.n_done, ==, n_pulls);
  g_assert_cmpint (count_events (rig), ==, n_pulls);
  told_clear (&recorder.told);
}

/* With the recorder taken away the thread has nothing to wake up for but jobs. */
static void
test_sleeps_without_recorder (DataRig *rig, gconstpointer unused)
{
  EbbStore *store;
  Recorder recorder = { 0 };
  Told told;
  guint n_before;

  told_init (&told, rig->path);
  told_init (&recorder.told, rig->path);
  atomic_store (&jumping_now_us, 1);
  store = ebb_store_open (rig->path, &jumping_clock, NULL);
  ebb_store_set_recorder_full (store, pull, on_done, &recorder);
  wait_for (&recorder.told, 3);
  ebb_store_set_recorder (store, NULL, NULL);

  n_before = atomic_load (&n_waits);
  for (guint i = 1; i <= 20; i++) {
    ebb_store_post (store, put_event, (gpointer) "job", NULL, on_done, &told);
    wait_for (&told, i);
  }
  /* One for each job, one or two more around the change. */
  g_assert_cmpuint (atomic_load (&n_waits) - n_before, <=, 2 * 20 + 3);
  ebb_store_close (store);
  told_clear (&recorder.told);
  told_clear (&told);
}

/* Jobs that keep coming do not push the recorder aside: it runs between any two of them. */
static void
test_recorder_beside_a_long_queue (DataRig *rig, gconstpointer unused)
{
  EbbStore *store;
  Recorder recorder = { 0 };

  told_init (&recorder.told, rig->path);
  atomic_store (&jumping_now_us, 1);
  store = ebb_store_open (rig->path, &jumping_clock, NULL);
  ebb_store_set_recorder_full (store, pull, on_done, &recorder);
  for (guint i = 0; i < 30; i++)
    ebb_store_post (store, take_300_ms, NULL, NULL, NULL, NULL);
  ebb_store_close (store);
  g_assert_cmpuint (recorder.told.n_done, >, 10);
  g_assert_cmpint (recorder.longest_us, <=, 400000 + 300000);
  told_clear (&recorder.told);
}

/* Closing pulls once more, after all jobs: the end of the wave is not lost. */
static void
test_recorder_runs_once_more (DataRig *rig, gconstpointer unused)
{
  EbbStore *store = open_store (rig);
  Recorder recorder = { 0 };
  g_autofree char *last = NULL;
  g_autoptr (EbbDb) db = NULL;

  told_init (&recorder.told, rig->path);
  ebb_store_set_recorder (store, pull, &recorder);
  for (guint i = 0; i < 20; i++)
    ebb_store_post (store, put_event, (gpointer) "job", NULL, NULL, NULL);
  ebb_store_close (store);
  db = ebb_db_open (rig->path, EBB_DB_READ, NULL);
  last = ebb_db_query_text (db, "SELECT code FROM session_event ORDER BY key DESC LIMIT 1", NULL,
                            NULL);
  g_assert_cmpstr (last, ==, "pulled");
  told_clear (&recorder.told);
}

static void
test_failing_recorder (DataRig *rig, gconstpointer unused)
{
  EbbStore *store;
  Recorder recorder = { .fails = TRUE };
  Told told;

  told_init (&told, rig->path);
  told_init (&recorder.told, rig->path);
  atomic_store (&jumping_now_us, 1);
  store = ebb_store_open (rig->path, &jumping_clock, NULL);
  ebb_store_set_recorder_full (store, pull, on_done, &recorder);
  ebb_store_post (store, put_event, (gpointer) "job", NULL, on_done, &told);
  wait_for (&recorder.told, 3);
  wait_for (&told, 1);
  ebb_store_close (store);
  g_assert_cmpuint (recorder.told.n_failed, ==, recorder.told.n_done);
  g_assert_cmpint (recorder.told.last_code, ==, EBB_STORE_ERROR_INVALID);
  g_assert_cmpuint (told.n_failed, ==, 0);
  g_assert_cmpint (count_events (rig), ==, 1);
  told_clear (&recorder.told);
  told_clear (&told);
}

/* Opening ---------------------------------------------------------------------------------------*/

static void
test_open_tells_why_not (DataRig *rig, gconstpointer unused)
{
  EbbStore *store = open_store (rig);
  g_autoptr (GError) in_use = NULL, damaged = NULL;

  g_assert_null (ebb_store_open (rig->path, &store_clock, &in_use));
  data_assert_error (in_use, IN_USE);
  ebb_store_close (store);

  g_assert_true (g_file_set_contents (rig->path, "a text, and no database at all", -1, NULL));
  g_assert_null (ebb_store_open (rig->path, &store_clock, &damaged));
  data_assert_error (damaged, DAMAGED);
}

/* After a clean end nothing waits in a log: the file alone is the record. */
static void
test_close_leaves_one_file (DataRig *rig, gconstpointer unused)
{
  g_autofree char *log = g_strconcat (rig->path, "-wal", NULL);
  EbbStore *store = open_store (rig);

  ebb_store_post (store, put_event, (gpointer) "job", NULL, NULL, NULL);
  ebb_store_close (store);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_cmpint (count_events (rig), ==, 1);
}

/* Trouble ---------------------------------------------------------------------------------------*/

static void
set_file_size_limit (rlim_t limit_bytes)
{
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = limit_bytes == RLIM_INFINITY ? limit.rlim_max : limit_bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static gboolean
put_big_event (EbbDb *db, gpointer unused, GError **error)
{
  g_autofree char *text = g_strnfill (30000, 'x');
  EbbEventRecord event = { .code = (char *) "big", .text = text, .pressure = CUFF_PRESSURE_UNSET };

  return ebb_store_put_event (db, SESSION_ID, &event, error);
}

/* Each job is told about; what was acknowledged is there; once there is room, work goes on. */
static void
test_full_disk (DataRig *rig, gconstpointer unused)
{
  EbbStore *store = open_store (rig);
  g_autoptr (EbbDb) db = NULL;
  Told told;
  guint n_saved;

  told_init (&told, rig->path);
  set_file_size_limit (300000);
  for (guint i = 1; i <= 30; i++) {
    ebb_store_post (store, put_big_event, NULL, NULL, on_done, &told);
    wait_for (&told, i);
  }
  n_saved = told.n_done - told.n_failed;
  g_assert_cmpuint (n_saved, >, 0);
  g_assert_cmpuint (told.n_failed, >, 0);
  g_assert_cmpint (told.last_code, ==, EBB_STORE_ERROR_FULL);
  g_assert_cmpint (count_events (rig), ==, n_saved);

  set_file_size_limit (RLIM_INFINITY);
  ebb_store_post (store, put_big_event, NULL, NULL, on_done, &told);
  wait_for (&told, 31);
  g_assert_cmpuint (told.n_done - told.n_failed, ==, n_saved + 1);
  ebb_store_close (store);

  db = ebb_db_open (rig->path, EBB_DB_READ, NULL);
  g_assert_true (ebb_db_check (db, NULL));
  g_assert_cmpint (data_query_int (db, "SELECT count (*) FROM session_event"), ==, n_saved + 1);
  told_clear (&told);
}

/* Fills a file system of its own to the last block; 77 where this machine lets nobody mount. */
static int
work_on_a_full_file_system (DataRig *rig)
{
  g_autofree char *path = g_build_filename (rig->folder, "full.db", NULL);
  g_autoptr (GError) error = NULL;
  EbbDb *db;
  guint n_saved = 0;

  if (unshare (CLONE_NEWNS) != 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0
      || mount ("none", rig->folder, "tmpfs", 0, "size=2m") != 0)
    return 77;

  db = ebb_db_open (path, EBB_DB_WRITE, &error);
  g_assert_no_error (error);
  data_put_all (db);
  while (ebb_db_atomically (db, put_big_event, NULL, &error))
    n_saved++;
  data_assert_error (error, FULL);
  g_assert_cmpuint (n_saved, >, 10);
  ebb_db_close (db);

  db = ebb_db_open (path, EBB_DB_READ, NULL);
  g_assert_true (ebb_db_check (db, NULL));
  g_assert_cmpint (data_query_int (db, "SELECT count (*) FROM session_event"), ==, n_saved);
  return 0;
}

static int
wait_for_child (pid_t child)
{
  int status = 0;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -WTERMSIG (status);
}

static void
test_full_file_system (DataRig *rig, gconstpointer unused)
{
  pid_t child = fork ();
  int result;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (work_on_a_full_file_system (rig));
  result = wait_for_child (child);
  if (result == 77)
    g_test_skip ("a file system of its own needs the right to mount");
  else
    g_assert_cmpint (result, ==, 0);
}

static void
on_done_write_byte (gpointer user, const GError *error)
{
  g_assert_no_error (error);
  g_assert_cmpint (write (GPOINTER_TO_INT (user), "x", 1), ==, 1);
}

/* Saves until it is killed, and tells of each saved row through `fd`. */
static void
save_for_ever (DataRig *rig, int fd)
{
  EbbStore *store = open_store (rig);

  for (guint i = 0; i < 100000; i++)
    ebb_store_post (store, put_event, (gpointer) "saved", NULL, on_done_write_byte,
                    GINT_TO_POINTER (fd));
  pause ();
  ebb_store_close (store);
}

/* Killed in the middle: every row that was acknowledged is there, and the next start works. */
static void
test_killed (DataRig *rig, gconstpointer unused)
{
  g_autofree char *seen = g_malloc (4096);
  int fds[2];
  gint64 n_acknowledged = 0;
  pid_t child;

  g_assert_cmpint (pipe (fds), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    save_for_ever (rig, fds[1]);
  close (fds[1]);

  while (n_acknowledged < 50)
    n_acknowledged += MAX (read (fds[0], seen, 10), 0);
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  for (gssize n_bytes = 1; n_bytes > 0; n_acknowledged += MAX (n_bytes, 0))
    n_bytes = read (fds[0], seen, 4096);
  g_assert_cmpint (wait_for_child (child), ==, -SIGKILL);
  close (fds[0]);

  data_rig_open (rig);
  g_assert_true (ebb_db_check (rig->db, NULL));
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM session_event"), >=,
                   n_acknowledged);
  g_assert_cmpint (ebb_db_close_interrupted (rig->db, CUFF_REASON_CRASH, NULL), ==, 1);
}

#define ADD(path, test) g_test_add (path, DataRig, NULL, set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/order-is-kept", test_order);
  ADD ("/store/done-means-committed", test_done_means_committed);
  ADD ("/store/failing-job-rolls-back-alone", test_failing_job_rolls_back_alone);
  ADD ("/store/recorder/every-500-ms", test_recorder_period);
  ADD ("/store/recorder/sleeps-without-one", test_sleeps_without_recorder);
  ADD ("/store/recorder/beside-a-long-queue", test_recorder_beside_a_long_queue);
  ADD ("/store/recorder/once-more-at-the-end", test_recorder_runs_once_more);
  ADD ("/store/recorder/failure-is-told", test_failing_recorder);
  ADD ("/store/open-tells-why-not", test_open_tells_why_not);
  ADD ("/store/close-leaves-one-file", test_close_leaves_one_file);
  ADD ("/store/full-disk", test_full_disk);
  ADD ("/store/full-file-system", test_full_file_system);
  ADD ("/store/killed", test_killed);
  return g_test_run ();
}
