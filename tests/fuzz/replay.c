/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs a fuzz target over its corpus, without a fuzzer and with any compiler: one TAP point, which
 * tells how many inputs there were.  Red on a crash, a broken promise, an input that takes longer
 * than INPUT_TIMEOUT_S, an unreadable file, and when there is no input at all.
 *
 *   replay NAME FOLDER|FILE
 */
#include "fuzz.h"

#include <glib.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#define INPUT_TIMEOUT_S 20

/* What a signal handler may look at. */
static const char *name;
static const char *volatile current = "";

static void
say (const char *text)
{
  size_t n_left = strlen (text);

  while (n_left > 0) {
    ssize_t n_written = write (STDOUT_FILENO, text, n_left);

    if (n_written <= 0)
      return;
    text += n_written;
    n_left -= (size_t) n_written;
  }
}

static void
on_end (int number)
{
  say ("not ok 1 ");
  say (name);
  say (number == SIGALRM ? " takes too long on " : " ends on ");
  say (current);
  say ("\n1..1\n");
  _exit (1);
}

/* Under a sanitizer only SIGABRT and SIGALRM arrive here; it reports the others by itself. */
static void
catch_ends (void)
{
  static const int numbers[] = { SIGABRT, SIGALRM, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    struct sigaction action = { .sa_handler = on_end, .sa_flags = (int) SA_RESETHAND };

    sigaction (numbers[i], &action, NULL);
  }
}

static gboolean
replay (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize n_bytes = 0;

  if (!g_file_get_contents (path, &text, &n_bytes, &error)) {
    printf ("# %s\n", error->message);
    return FALSE;
  }

  /* The target gets a block of exactly this size, so that a sanitizer sees one byte too many. */
  g_autofree guint8 *bytes = g_malloc (MAX (n_bytes, 1));

  memcpy (bytes, text, n_bytes);
  current = path;
  alarm (INPUT_TIMEOUT_S);
  LLVMFuzzerTestOneInput (bytes, n_bytes);
  alarm (0);

  return TRUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The files of a folder in an order that is the same everywhere; or the one file. */
static GPtrArray *
list_inputs (const char *place)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (place, 0, NULL);
  const char *file;

  if (folder == NULL && g_file_test (place, G_FILE_TEST_IS_REGULAR))
    g_ptr_array_add (paths, g_strdup (place));
  while (folder != NULL && (file = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (paths, g_build_filename (place, file, NULL));
  g_ptr_array_sort (paths, compare);

  return paths;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) paths = NULL;
  gboolean good;

  if (argc != 3) {
    fprintf (stderr, "usage: %s NAME FOLDER|FILE\n", argv[0]);
    return 2;
  }

  name = argv[1];
  paths = list_inputs (argv[2]);
  good = paths->len > 0;
  catch_ends ();
  for (guint i = 0; i < paths->len; i++)
    good = replay (g_ptr_array_index (paths, i)) && good;
  printf ("%s 1 %s: %u inputs\n1..1\n", good ? "ok" : "not ok", name, paths->len);

  return good ? 0 : 1;
}
