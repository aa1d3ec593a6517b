/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program with a screen: opens clock, records and cuff, hands them to EbbApplication, and
 * closes them in the order that keeps the patient safe and the record whole.
 */
#include "ebb-application.h"

#include "cuff-sim.h"
#include "ebb-backup.h"
#include "ebb-db-desk.h"
#include "ebb-db-limbs.h"
#include "ebb-renderer.h"
#include "ebb-settings.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { MAIN_OK = 0, MAIN_FAILED = 1, MAIN_USAGE = 2 };

typedef struct {
  char *data_dir, *port; /* owned or NULL */
  gboolean simulate, exit_after_startup;
  double speed;
  gint64 seed;
} MainOptions;

/* Records, on a thread ------------------------------------------------------------------------ */

/* What comes of opening the records.  Closes sessions that a crash left open, after listing them.
 */
typedef struct {
  EbbStore *store;      /* owned; NULL with `error` set */
  GPtrArray *left_open; /* owned: EbbSessionRecord */
  GPtrArray *left_runs; /* owned: EbbLopRunRecord */
  char *backup_problem; /* owned; NULL: the last backup went well */
  GError *error;        /* owned */
} MainOpened;

/* Takes what came of it. */
typedef void (*MainWhenOpened) (MainOpened *opened, gpointer user);

typedef struct {
  char *data_dir; /* owned */
  const EbbStoreTime *time;
  MainWhenOpened when_opened;
  gpointer user;
  MainOpened *opened; /* owned until it is handed over */
} Opening;

static void
main_opened_free (MainOpened *opened)
{
  g_clear_pointer (&opened->store, ebb_store_close);
  g_clear_pointer (&opened->left_open, g_ptr_array_unref);
  g_clear_pointer (&opened->left_runs, g_ptr_array_unref);
  g_clear_error (&opened->error);
  g_free (opened->backup_problem);
  g_free (opened);
}

/* What a crash left open is remembered before it is closed: the cuff may still be tight. */
static gboolean
close_left_open (const char *path, MainOpened *opened, GError **error)
{
  g_autoptr (EbbDb) db = ebb_db_open (path, EBB_DB_WRITE, error);
  if (db == NULL)
    return FALSE;
  ebb_db_set_actor (db, g_get_user_name ());
  opened->left_open = ebb_db_list_open_sessions (db, error);
  if (opened->left_open == NULL)
    return FALSE;
  opened->left_runs = ebb_db_list_open_lop_runs (db, error);
  return opened->left_runs != NULL
         && (opened->left_open->len + opened->left_runs->len == 0
             || ebb_db_close_interrupted (db, CUFF_REASON_CRASH, error) >= 0);
}

static EbbStore *
open_store (Opening *opening, MainOpened *opened)
{
  g_autofree char *path = g_build_filename (opening->data_dir, "ebb.db", NULL);
  if (g_mkdir_with_parents (opening->data_dir, 0700) != 0) {
    g_set_error (&opened->error, EBB_STORE_ERROR, EBB_STORE_ERROR_READ_ONLY, "%s: %s",
                 opening->data_dir, g_strerror (errno));
    return NULL;
  }
  if (!close_left_open (path, opened, &opened->error))
    return NULL;
  opened->backup_problem = ebb_backup_get_problem (opening->data_dir);
  return ebb_store_open (path, opening->time, &opened->error);
}

static gboolean
hand_over (gpointer user)
{
  Opening *opening = user;
  opening->when_opened (g_steal_pointer (&opening->opened), opening->user);
  g_free (opening->data_dir);
  g_free (opening);
  return G_SOURCE_REMOVE;
}

static gpointer
open_on_thread (gpointer user)
{
  Opening *opening = user;
  opening->opened->store = open_store (opening, opening->opened);
  g_idle_add_full (G_PRIORITY_DEFAULT, hand_over, opening, NULL);
  return NULL;
}

/* Opens on a thread; `when_opened` is called on the main context. */
static GThread *
main_open_start (const char *data_dir, const EbbStoreTime *time, MainWhenOpened when_opened,
                 gpointer user)
{
  Opening *opening = g_new0 (Opening, 1);
  opening->data_dir = g_strdup (data_dir);
  opening->time = time;
  opening->when_opened = when_opened;
  opening->user = user;
  opening->opened = g_new0 (MainOpened, 1);
  return g_thread_new ("open", open_on_thread, opening);
}

/* The program -------------------------------------------------------------------------------- */

typedef struct {
  const MainOptions *options;
  char *data_dir;  /* owned */
  EbbClock *clock; /* owned */
  CuffSim *sim;    /* owned; NULL on a real cuff */
  EbbCuff *cuff;   /* owned */
  EbbStore *store; /* owned */
  GThread *opening;
  EbbApplication *application; /* owned */
  int result;
} Program;

/* Signals ------------------------------------------------------------------------------------ */

static _Atomic (EbbCuff *) signal_cuff;
static int signal_fd = -1;

/* Stops the cuff whatever the window is doing; leaving follows in the main loop.  Only what is safe
 * in a handler. */
static void
on_signal (int number)
{
  int saved_errno = errno;
  EbbCuff *cuff = atomic_load (&signal_cuff);
  guint64 one = 1;
  if (cuff != NULL)
    ebb_cuff_stop (cuff, CUFF_REASON_SHUTDOWN);
  if (write (signal_fd, &one, sizeof one) < 0)
    errno = saved_errno; /* the counter is full: the main loop knows */
  errno = saved_errno;
}

static gboolean
on_signal_fd_cb (int fd, GIOCondition condition, gpointer user)
{
  Program *program = user;
  guint64 count;
  if (read (fd, &count, sizeof count) == sizeof count)
    ebb_application_leave (program->application);
  return G_SOURCE_CONTINUE;
}

static void
catch_signals (Program *program)
{
  signal_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  g_unix_fd_add (signal_fd, G_IO_IN, on_signal_fd_cb, program);
  const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    sigaction (numbers[i], &action, NULL);
  signal (SIGXFSZ, SIG_IGN); /* a full quota is an error to report, not an end */
  signal (SIGPIPE, SIG_IGN);
}

/* The simulated patient ---------------------------------------------------------------------- */

static void
on_cue_cb (EbbSession *session, int phase, guint duration_ms, Program *program)
{
  CuffCue cue = phase == EBB_PHASE_CONTRACT ? CUFF_CUE_CONTRACT
                : phase == EBB_PHASE_HOLD   ? CUFF_CUE_HOLD
                                            : CUFF_CUE_RELAX;
  cuff_sim_cue (program->sim, cue, duration_ms);
}

static void
on_session_began_cb (EbbSession *session, gpointer user)
{
  Program *program = user;
  if (program->sim != NULL)
    g_signal_connect (session, "cue", G_CALLBACK (on_cue_cb), program);
}

static gboolean
start_sim (Program *program)
{
  CuffSimOptions options = { .clock = ebb_clock_get_cuff_clock (program->clock),
                             .seed = (guint64) program->options->seed,
                             .limb = CUFF_LIMB_THIGH,
                             .n_channels = 1 };
  program->sim = cuff_sim_start (&options);
  if (program->sim == NULL)
    fprintf (stderr, "ebb: %s\n", g_strerror (errno));
  return program->sim != NULL;
}

/* Starting ----------------------------------------------------------------------------------- */

static void
on_picture_cb (GdkFrameClock *frames, Program *program)
{
  g_signal_handlers_disconnect_by_func (frames, on_picture_cb, program);
  printf ("started\n");
  fflush (stdout);
  ebb_application_leave (program->application);
}

static gpointer
answer_nothing (EbbDb *db, gpointer data, GError **error)
{
  return GINT_TO_POINTER (TRUE);
}

static void
on_first_lists_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  Program *program = user;
  GtkWidget *window = GTK_WIDGET (ebb_application_get_window (program->application));
  ebb_store_ask_finish (result, NULL);
  if (window == NULL)
    return;
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_picture_cb),
                    program);
  gtk_widget_queue_draw (window);
}

/* Questions are answered in order: once this one is, the first lists are there to be painted. */
static void
leave_after_first_picture (Program *program)
{
  ebb_store_ask_async (program->store, answer_nothing, NULL, NULL, NULL, NULL, on_first_lists_cb,
                       program);
}

static char *
choose_port (Program *program)
{
  if (program->options->simulate) /* never a real cuff instead: virtual time does not drive one */
    return program->sim != NULL ? g_strdup (cuff_sim_get_path (program->sim)) : NULL;
  if (program->options->port != NULL)
    return g_strdup (program->options->port);
  g_autofree char *last = ebb_settings_get_text (EBB_SETTING_PORT);
  return *last != '\0' ? g_steal_pointer (&last) : NULL;
}

/* `opened` NULL: nothing is known of the records yet. */
static EbbApplicationOptions
make_application_options (Program *program, const MainOpened *opened)
{
  const MainOptions *options = program->options;
  return (EbbApplicationOptions){
    .clock = program->clock,
    .store = program->store,
    .cuff = program->cuff,
    .own_data = options->data_dir != NULL || options->port != NULL || options->simulate,
    .left_open = opened != NULL ? opened->left_open : NULL,
    .backup_problem = opened != NULL ? opened->backup_problem : NULL,
    .left_runs = opened != NULL ? opened->left_runs : NULL,
    .session_began = on_session_began_cb,
    .user = program,
  };
}

static void
on_opened (MainOpened *opened, gpointer user)
{
  Program *program = user;
  g_thread_join (g_steal_pointer (&program->opening));
  if (opened->error != NULL) {
    fprintf (stderr, "ebb: %s\n", opened->error->message);
    program->result = MAIN_FAILED;
    ebb_application_fail (program->application, opened->error);
    main_opened_free (opened);
    return;
  }
  g_autofree char *port = choose_port (program);
  guint32 nonce = program->sim ? (guint32) program->options->seed : g_random_int ();
  program->store = g_steal_pointer (&opened->store);
  program->cuff = ebb_cuff_new (program->clock, port, nonce);
  atomic_store (&signal_cuff, program->cuff);
  EbbApplicationOptions options = make_application_options (program, opened);
  ebb_application_open (program->application, &options);
  if (program->options->exit_after_startup)
    leave_after_first_picture (program);
  main_opened_free (opened);
}

/* In the primary instance, before the toolkit is set up. */
static void
on_starting (gpointer user)
{
  Program *program = user;
  const MainOptions *options = program->options;
  CuffClock *clock =
      options->simulate ? cuff_clock_new_virtual (options->speed) : cuff_clock_new_monotonic ();
  program->clock = ebb_clock_new (clock);
  if (options->simulate)
    start_sim (program);
  program->opening = main_open_start (program->data_dir, ebb_clock_get_store_time (program->clock),
                                      on_opened, program);
}

/* The day's work is worth a copy.  Practice on a simulated cuff is not. */
static void
back_up (const Program *program)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (program->data_dir, "ebb.db", NULL);
  gint64 now_unix_s = ebb_clock_wall_unix_us () / G_USEC_PER_SEC;
  if (!ebb_backup_after_work (program->data_dir, path, now_unix_s, &error))
    fprintf (stderr, "ebb: %s\n", error->message);
}

/* Vent, proof, link; then what the session still has to say; then the store. */
static void
close_all (Program *program)
{
  if (program->opening != NULL) /* ended before it was open */
    while (program->opening != NULL)
      g_main_context_iteration (NULL, TRUE);
  if (program->cuff != NULL)
    ebb_cuff_shut_down (program->cuff);
  EbbDesk *desk = ebb_application_get_desk (program->application);
  if (desk != NULL)
    g_object_run_dispose (G_OBJECT (desk));
  g_clear_object (&program->application);
  gboolean worked = program->store != NULL && !program->options->simulate;
  g_clear_pointer (&program->store, ebb_store_close);
  atomic_store (&signal_cuff, NULL);
  g_clear_object (&program->cuff);
  g_clear_pointer (&program->sim, cuff_sim_stop);
  g_clear_pointer (&program->clock, ebb_clock_free);
  if (worked)
    back_up (program);
  g_free (program->data_dir);
}

static int
main_run (const MainOptions *options, char *program_name)
{
  Program program = { .options = options };
  program.data_dir = options->data_dir ? g_strdup (options->data_dir)
                                       : g_build_filename (g_get_user_data_dir (), "ebb", NULL);
  EbbApplicationOptions application_options = make_application_options (&program, NULL);
  application_options.starting = on_starting;
  program.application = ebb_application_new (&application_options);
  catch_signals (&program);
  int result = g_application_run (G_APPLICATION (program.application), 1, &program_name);
  close_all (&program);
  return program.result != MAIN_OK ? program.result : result;
}

/* Options ------------------------------------------------------------------------------------- */

static void
set_locale (void)
{
  if (setlocale (LC_ALL, "") == NULL || strcmp (nl_langinfo (CODESET), "UTF-8") != 0)
    setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, EBB_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE); /* ngettext() is not redirected to our domain */
  gtk_disable_setlocale ();
}

static int
complain (const char *text)
{
  fprintf (stderr, "ebb: %s\n", text);
  return MAIN_USAGE;
}

static int
check_options (const MainOptions *options)
{
  if (options->port != NULL && options->simulate)
    return complain (_ ("only one of --port and --simulate is allowed"));
  if (!(options->speed > 0 && options->speed <= 1000))
    return complain (_ ("--speed: above 0, up to 1000 is allowed"));
  if (options->seed < 0 || options->seed > G_MAXUINT32)
    return complain (_ ("--seed: 0 to 4294967295 is allowed"));
  return MAIN_OK;
}

/* MAIN_OK: go on.  `*done`: everything has been said. */
static int
parse (int *argc, char ***argv, MainOptions *options, gboolean *done)
{
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &options->data_dir, N_ ("Folder of the records"),
      "DIR" },
    { "port", 0, 0, G_OPTION_ARG_FILENAME, &options->port,
      N_ ("Port of the cuff; manual = no cable, read by hand"), "PATH" },
    { "simulate", 0, 0, G_OPTION_ARG_NONE, &options->simulate, N_ ("Simulated cuff"), NULL },
    { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &options->speed,
      N_ ("With --simulate: at most N times real time"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed,
      N_ ("With --simulate: same seed, same cuff"), "N" },
    { "exit-after-startup", 0, 0, G_OPTION_ARG_NONE, &options->exit_after_startup,
      N_ ("Say \"started\" once the first lists are painted, and end"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Say which version this is"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, _ ("Ebb is not a cleared medical device. Do not use it on people until a "
                  "manufacturer takes responsibility for the whole system."));
  if (!g_option_context_parse (context, argc, argv, &error))
    return complain (error->message);
  if (*argc > 1)
    return complain (_ ("there are no plain words; ebb --help lists the options"));
  if (version)
    printf ("ebb %s\n", EBB_VERSION);
  *done = version;
  return check_options (options);
}

int
main (int argc, char **argv)
{
  MainOptions options = { .speed = 1, .seed = 1 };
  gboolean done = FALSE;
  set_locale ();
  int result = parse (&argc, &argv, &options, &done);
  if (result == MAIN_OK && !done) {
    ebb_renderer_choose ();
    result = main_run (&options, argv[0]);
  }
  g_free (options.data_dir);
  g_free (options.port);
  return result;
}
