/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-plot-scenes.h"

#include "ebb-rep-strip.h"
#include "ebb-ring.h"
#include "ebb-sweep.h"

#include <adwaita.h>
#include <math.h>

#define WIDTH_PX   1366
#define HEIGHT_PX  768
#define RATE_HZ    100
#define PERIOD_US  (G_USEC_PER_SEC / RATE_HZ)
#define SLOW_MS    100 /* the page's numbers */
#define REP_S      7
#define DOT_PX     8
#define N_MARKS    200
#define TARGET     CUFF_MMHG (112)
#define TEMPO_HOLD 5

/* As the live page's cards. */
#define CARD_CSS                                                                                   \
  ".bench-card { background-color: @card_bg_color; border-radius: 12px; padding: 6px 10px;"        \
  " border: 1px solid alpha(currentColor, 0.09); }"

/* --- a widget with a dot ----------------------------------------------------------------------*/

#define BENCH_TYPE_DOT (bench_dot_get_type ())
G_DECLARE_FINAL_TYPE (BenchDot, bench_dot, BENCH, DOT, GtkWidget)

struct _BenchDot {
  GtkWidget parent_instance;
  guint64 n_frames;
};

G_DEFINE_FINAL_TYPE (BenchDot, bench_dot, GTK_TYPE_WIDGET)

static void
bench_dot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BenchDot *self = BENCH_DOT (widget);
  float x = (float) (self->n_frames % (WIDTH_PX - DOT_PX));

  self->n_frames++;
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 0.1f, 0.4f, 0.7f, 1 },
                             &GRAPHENE_RECT_INIT (x, HEIGHT_PX / 2.0f, DOT_PX, DOT_PX));
}

static void
bench_dot_class_init (BenchDotClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = bench_dot_snapshot;
}

static gboolean
on_dot_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static void
bench_dot_init (BenchDot *self)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (self), on_dot_tick, NULL, NULL);
}

/* --- a limb at work ---------------------------------------------------------------------------*/

struct BenchScene {
  GtkWidget *window;                                                      /* owned */
  GtkWidget *dot, *sweep, *strip, *ring, *dots, *pressure, *reps, *clock; /* borrowed or NULL */
  EbbTrace *trace;
  gint64 start_us, next; /* next = number of the next sample */
  EbbTargetChange target;
  EbbChartMark marks[N_MARKS];
  gsize n_marks;
  EbbStripRep strip_reps[20];
  guint slow_id;
};

static CuffPressure
pressure_at (double t_s)
{
  double phase_s = fmod (t_s, REP_S);
  double wave_mmhg = phase_s < 6 ? 12 * fmin (1, fmin (phase_s, 6 - phase_s)) : 0;

  return cuff_pressure_from_mmhg (108 + wave_mmhg + 0.8 * sin (t_s * 7.5) + 0.3 * sin (t_s * 91));
}

static void
push_until (BenchScene *scene, gint64 now_us)
{
  for (; scene->next * PERIOD_US + scene->start_us <= now_us; scene->next++)
    ebb_trace_push (scene->trace, scene->start_us + scene->next * PERIOD_US,
                    pressure_at ((double) scene->next / RATE_HZ), FALSE);
}

/* The newest repetitions, as the detector finds them: a second late. */
static void
mark_until (BenchScene *scene, gint64 now_us)
{
  gint64 reps = (now_us - scene->start_us - G_USEC_PER_SEC) / (REP_S * G_USEC_PER_SEC);
  gint64 first = MAX (0, reps - N_MARKS);

  scene->n_marks = 0;
  for (gint64 rep = first; rep < reps; rep++)
    scene->marks[scene->n_marks++] =
        (EbbChartMark){ .t_us = scene->start_us + (rep * REP_S + 3) * G_USEC_PER_SEC,
                        .number = (guint) (rep % 20 + 1),
                        .is_rep = TRUE };
}

static gboolean
get_news (gpointer user, EbbChartData *data, gint64 *now_us)
{
  BenchScene *scene = user;

  *now_us = g_get_monotonic_time ();
  push_until (scene, *now_us);
  mark_until (scene, *now_us);
  *data = (EbbChartData){ .trace = scene->trace,
                          .targets = &scene->target,
                          .n_targets = 1,
                          .marks = scene->marks,
                          .n_marks = scene->n_marks,
                          .lop = CUFF_MMHG (187),
                          .band_percent = 10,
                          .numbers = TRUE,
                          .band_text = "target 112 ± 10 %",
                          .lop_text = "LOP 187" };
  return TRUE;
}

static void
show_strip (BenchScene *scene, double t_s)
{
  guint n = (guint) fmod (t_s / REP_S, 20);
  EbbStripData data = { .reps = scene->strip_reps,
                        .n_reps = n,
                        .reps_min = 15,
                        .reps_max = 20,
                        .tempo = { 1000, TEMPO_HOLD * 1000, 1000, 0 },
                        .pacer_s = fmod (t_s, REP_S),
                        .pacer_number = n + 1 };

  for (guint i = 0; i < G_N_ELEMENTS (scene->strip_reps); i++)
    scene->strip_reps[i] = (EbbStripRep){ i + 1, 1, TEMPO_HOLD - 0.1 * (i % 4), 0.9, FALSE };
  ebb_rep_strip_set_data (EBB_REP_STRIP (scene->strip), &data);
}

static void
show_number (GtkWidget *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
}

static gboolean
on_slow (gpointer user)
{
  BenchScene *scene = user;
  double t_s = (double) (g_get_monotonic_time () - scene->start_us) / G_USEC_PER_SEC;
  g_autofree char *pressure = g_strdup_printf ("%.0f", cuff_pressure_to_mmhg (pressure_at (t_s)));
  g_autofree char *reps = g_strdup_printf ("%d", (int) fmod (t_s / REP_S, 20));
  g_autofree char *clock = g_strdup_printf ("%d", TEMPO_HOLD - (int) fmod (t_s, TEMPO_HOLD));

  show_number (scene->pressure, pressure);
  show_number (scene->reps, reps);
  show_number (scene->clock, clock);
  ebb_ring_set_fraction (EBB_RING (scene->ring), fmod (t_s, TEMPO_HOLD) / TEMPO_HOLD);
  show_strip (scene, t_s);
  return G_SOURCE_CONTINUE;
}

/* --- windows ----------------------------------------------------------------------------------*/

static GtkWidget *
make_card (GtkWidget *child, gboolean fill)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_add_css_class (card, "bench-card");
  gtk_widget_set_hexpand (child, TRUE);
  gtk_widget_set_vexpand (card, fill);
  gtk_box_append (GTK_BOX (card), child);
  return card;
}

static GtkWidget *
make_number (void)
{
  GtkWidget *label = gtk_label_new ("–");
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_size_new_absolute (84 * PANGO_SCALE));
  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_width_chars (GTK_LABEL (label), 3);
  pango_attr_list_unref (attributes);
  return label;
}

static GtkWidget *
make_page (BenchScene *scene)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *numbers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *card;

  scene->pressure = make_number ();
  scene->reps = make_number ();
  scene->clock = make_number ();
  scene->ring = ebb_ring_new ();
  scene->dots = ebb_set_dots_new ();
  scene->strip = ebb_rep_strip_new ();
  ebb_set_dots_set (EBB_SET_DOTS (scene->dots), 3, 1, TRUE);
  gtk_box_append (GTK_BOX (numbers), make_card (scene->pressure, FALSE));
  card = make_card (scene->reps, FALSE);
  gtk_box_append (GTK_BOX (card), scene->dots);
  gtk_box_append (GTK_BOX (numbers), card);
  card = make_card (scene->clock, FALSE);
  gtk_box_append (GTK_BOX (card), scene->ring);
  gtk_box_append (GTK_BOX (numbers), card);
  gtk_box_append (GTK_BOX (page), numbers);
  gtk_box_append (GTK_BOX (page), make_card (scene->sweep, TRUE));
  gtk_box_append (GTK_BOX (page), make_card (scene->strip, FALSE));
  scene->slow_id = g_timeout_add (SLOW_MS, on_slow, scene);
  return page;
}

static void
load_css (void)
{
  static gboolean loaded;
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  if (loaded)
    return;
  loaded = TRUE;
  gtk_css_provider_load_from_data (provider, CARD_CSS, -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

BenchScene *
bench_scene_open (BenchSceneKind kind, guint n_samples)
{
  BenchScene *scene = g_new0 (BenchScene, 1);
  GtkWidget *child;
  gint64 now_us = g_get_monotonic_time ();

  load_css ();
  scene->trace = ebb_trace_new ();
  scene->start_us = now_us - n_samples * (gint64) PERIOD_US;
  scene->target = (EbbTargetChange){ scene->start_us, TARGET };
  push_until (scene, now_us);
  if (kind == BENCH_SCENE_DOT) {
    child = scene->dot = g_object_new (BENCH_TYPE_DOT, NULL);
  } else {
    child = scene->sweep = ebb_sweep_new ();
    gtk_widget_set_vexpand (scene->sweep, TRUE);
    ebb_sweep_set_span_s (EBB_SWEEP (scene->sweep), kind == BENCH_SCENE_WHOLE ? 0 : 60);
    ebb_sweep_set_source (EBB_SWEEP (scene->sweep), get_news, scene, NULL);
    if (kind == BENCH_SCENE_PAGE)
      child = make_page (scene);
  }
  scene->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (scene->window), WIDTH_PX, HEIGHT_PX);
  adw_window_set_content (ADW_WINDOW (scene->window), child);
  gtk_window_present (GTK_WINDOW (scene->window));
  return scene;
}

guint64
bench_scene_get_frames (BenchScene *scene)
{
  guint64 n_tiles, n_frames;

  if (scene->dot != NULL)
    return BENCH_DOT (scene->dot)->n_frames;
  ebb_sweep_get_work (EBB_SWEEP (scene->sweep), &n_tiles, &n_frames);
  return n_frames;
}

guint64
bench_scene_get_tiles (BenchScene *scene)
{
  guint64 n_tiles = 0, n_frames;

  if (scene->sweep != NULL)
    ebb_sweep_get_work (EBB_SWEEP (scene->sweep), &n_tiles, &n_frames);
  return n_tiles;
}

const char *
bench_scene_get_renderer (BenchScene *scene)
{
  return G_OBJECT_TYPE_NAME (gtk_native_get_renderer (GTK_NATIVE (scene->window)));
}

void
bench_scene_free (BenchScene *scene)
{
  g_clear_handle_id (&scene->slow_id, g_source_remove);
  gtk_window_destroy (GTK_WINDOW (scene->window));
  ebb_trace_free (scene->trace);
  g_free (scene);
}
