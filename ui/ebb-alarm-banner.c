/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-alarm-banner.h"

#include "ebb-live-tick.h"
#include "ebb-sound.h"
#include "ebb-widgets.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

/* The mark of a high alarm goes on and off twice a second, that of a medium one every two
 * seconds (design: safety 4); words and ground stay as they are. */
#define HALF_PERIOD_MS 250
#define MEDIUM_HALF    4 /* of these */
#define ROWS_MAX       2 /* the rest is counted */
/* Of the text's size: from here on two buttons beside each other leave the words no room. */
#define LARGE_DPI      (1.4 * 96 * PANGO_SCALE)

static const struct {
  const char *mark, *css_class, *name;
} levels[EBB_ALARM_LEVELS] = {
  [EBB_ALARM_HIGH] = { "!!!", "banner-high", N_ ("High alarm") },
  [EBB_ALARM_MEDIUM] = { "!!", "banner-medium", N_ ("Alarm") },
  [EBB_ALARM_LOW] = { "!", "banner-low", N_ ("Notice") },
};

typedef struct {
  GtkWidget *row, *mark, *text, *code, *acknowledge, *revealer; /* borrowed: in the tree */
  CuffAlarm alarm;
} Row;

struct _EbbAlarmBanner {
  AdwBin parent_instance;
  EbbDesk *desk;       /* owned */
  EbbSession *session; /* owned: whose alarms are listened to; NULL */
  Row rows[ROWS_MAX];
  EbbSound *sound;        /* owned */
  GtkWidget *more, *hush; /* borrowed: in the tree */
  GtkWidget *acts;        /* of the first row: one button for the one sound, with the worst */
  guint32 shown, latched;
  gboolean manual; /* no cable: the texts are others */
  guint blink_id, n_halves;
};

G_DEFINE_FINAL_TYPE (EbbAlarmBanner, ebb_alarm_banner, ADW_TYPE_BIN)

/* Blinking ----------------------------------------------------------------------------------- */

static gboolean
on_blink_cb (gpointer user)
{
  EbbAlarmBanner *self = user;
  self->n_halves++;
  for (guint i = 0; i < ROWS_MAX; i++) {
    EbbAlarmLevel level = ebb_alarm_level (self->rows[i].alarm);
    guint halves = level == EBB_ALARM_HIGH ? 1 : MEDIUM_HALF;
    ebb_widget_set_class (self->rows[i].mark, "off",
                          level > EBB_ALARM_LOW && (self->n_halves / halves) % 2 == 1);
  }
  return G_SOURCE_CONTINUE;
}

static void
blink (EbbAlarmBanner *self, gboolean on)
{
  gboolean animations;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animations,
                NULL);
  on = on && animations;
  if (on == (self->blink_id != 0))
    return;
  if (on) {
    self->blink_id = g_timeout_add (HALF_PERIOD_MS, on_blink_cb, self);
    return;
  }
  g_clear_handle_id (&self->blink_id, g_source_remove);
  for (guint i = 0; i < ROWS_MAX; i++)
    ebb_widget_set_class (self->rows[i].mark, "off", FALSE);
}

/* Showing ------------------------------------------------------------------------------------ */

/* Fills `list` with the alarms of `bits`, the worst first; returns how many. */
static guint
sort_alarms (guint32 bits, CuffAlarm list[CUFF_ALARM_COUNT])
{
  guint n = 0;
  for (EbbAlarmLevel level = EBB_ALARM_HIGH; level > EBB_ALARM_QUIET; level--)
    for (int alarm = 1; alarm < CUFF_ALARM_COUNT; alarm++)
      if ((bits & (1u << alarm)) != 0 && ebb_alarm_level (alarm) == level)
        list[n++] = (CuffAlarm) alarm;
  return n;
}

static void
show_row (EbbAlarmBanner *self, Row *row, CuffAlarm alarm)
{
  row->alarm = alarm;
  gtk_widget_set_visible (row->row, alarm != CUFF_ALARM_NONE);
  if (alarm == CUFF_ALARM_NONE)
    return;
  EbbAlarmLevel level = ebb_alarm_level (alarm);
  const char *text = self->manual ? ebb_alarm_to_text_by_hand (alarm) : ebb_alarm_to_text (alarm);
  for (guint i = EBB_ALARM_LOW; i < EBB_ALARM_LEVELS; i++)
    ebb_widget_set_class (row->row, levels[i].css_class, i == level);
  ebb_label_update (row->mark, levels[level].mark);
  /* TRANSLATORS: how urgent an alarm is, and its code: "High alarm · A03". */
  g_autofree char *code =
      g_strdup_printf (_ ("%s · %s"), _ (levels[level].name), ebb_alarm_to_code (alarm));
  ebb_label_update (row->text, text);
  ebb_label_update (row->code, code);
  gtk_revealer_set_reveal_child (GTK_REVEALER (row->revealer),
                                 (self->latched & (1u << alarm)) != 0);
  g_autofree char *name = g_strdup_printf ("%s: %s", code, text);
  ebb_widget_set_accessible (row->row, name, NULL);
}

static guint32
standing (EbbAlarmBanner *self, const EbbCuffView *cuff)
{
  if (self->session == NULL || ebb_session_is_closed (self->session))
    return ebb_alarm_standing (cuff, NULL);
  EbbSessionView view;
  ebb_session_get_view (self->session, &view);
  return ebb_alarm_standing (cuff, &view);
}

/* How long it still is is counted down: nobody has to wonder whether the sound comes back. */
static void
show_hush (EbbAlarmBanner *self)
{
  if (self->sound == NULL)
    return;
  gint64 left_s = (ebb_sound_get_pause_us (self->sound) + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  /* TRANSLATORS: on the button that pauses the sound of alarms; until it sounds again. */
  g_autofree char *text = left_s > 0 ? g_strdup_printf (_ ("Sound in %d s"), (int) left_s)
                                     : g_strdup (_ ("Pause sound"));
  if (g_strcmp0 (text, gtk_button_get_label (GTK_BUTTON (self->hush))) != 0)
    gtk_button_set_label (GTK_BUTTON (self->hush), text);
}

static void
stack_acts (EbbAlarmBanner *self)
{
  int dpi;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->acts), dpi > LARGE_DPI
                                                                   ? GTK_ORIENTATION_VERTICAL
                                                                   : GTK_ORIENTATION_HORIZONTAL);
}

static void
show (EbbAlarmBanner *self)
{
  EbbCuffView view;
  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &view);
  guint32 bits = standing (self, &view);
  show_hush (self);
  if (bits == self->shown && view.alarms_latched == self->latched && view.manual == self->manual)
    return;
  self->shown = bits;
  self->manual = view.manual;
  self->latched = view.alarms_latched;
  stack_acts (self);
  CuffAlarm list[CUFF_ALARM_COUNT];
  guint n = sort_alarms (bits, list);
  for (guint i = 0; i < ROWS_MAX; i++)
    show_row (self, &self->rows[i], i < n ? list[i] : CUFF_ALARM_NONE);
  gtk_widget_set_visible (self->more, n > ROWS_MAX);
  if (n > ROWS_MAX) {
    g_autofree char *more = g_strdup_printf (
        ngettext ("and %u more alarm", "and %u more alarms", n - ROWS_MAX), n - ROWS_MAX);
    ebb_label_update (self->more, more);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  blink (self, n > 0 && ebb_alarm_level (list[0]) > EBB_ALARM_LOW);
}

static void
on_alarm_cb (GObject *source, int alarm, gboolean active, EbbAlarmBanner *self)
{
  show (self);
}

static void
on_changed_cb (EbbCuff *cuff, EbbAlarmBanner *self)
{
  show (self);
}

/* By function: a session that was let go has dropped its handlers already. */
static void
let_go_of_session (EbbAlarmBanner *self)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, on_alarm_cb, self);
  g_clear_object (&self->session);
}

static void
follow_session (EbbAlarmBanner *self, EbbSession *session)
{
  let_go_of_session (self);
  g_set_object (&self->session, session);
  if (session != NULL)
    g_signal_connect (session, "alarm", G_CALLBACK (on_alarm_cb), self);
  show (self);
}

static void
on_session_changed_cb (EbbDesk *desk, EbbAlarmBanner *self)
{
  follow_session (self, ebb_desk_get_session (desk));
}

static void
on_acknowledge_cb (GtkButton *button, EbbAlarmBanner *self)
{
  for (guint i = 0; i < ROWS_MAX; i++)
    if (self->rows[i].acknowledge == GTK_WIDGET (button))
      ebb_cuff_acknowledge (ebb_desk_get_cuff (self->desk), self->rows[i].alarm);
  show (self);
}

static void
on_hush_cb (GtkButton *button, EbbAlarmBanner *self)
{
  ebb_sound_pause (self->sound);
}

static void
on_sound_changed_cb (EbbSound *sound, EbbAlarmBanner *self)
{
  show_hush (self);
}

static void
on_look (GtkWidget *widget, const EbbCuffView *cuff, gint64 now_us)
{
  show_hush (EBB_ALARM_BANNER (widget));
}

/* Make --------------------------------------------------------------------------------------- */

static void
ebb_alarm_banner_dispose (GObject *object)
{
  EbbAlarmBanner *self = EBB_ALARM_BANNER (object);
  g_clear_handle_id (&self->blink_id, g_source_remove);
  let_go_of_session (self);
  g_clear_object (&self->sound);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ebb_alarm_banner_parent_class)->dispose (object);
}

static void
ebb_alarm_banner_class_init (EbbAlarmBannerClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ebb_alarm_banner_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "alarms");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
ebb_alarm_banner_init (EbbAlarmBanner *self)
{
}

static GtkWidget *
make_acts (EbbAlarmBanner *self, Row *row)
{
  GtkWidget *acts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_valign (acts, GTK_ALIGN_CENTER);
  if (row == self->rows) {
    self->acts = acts;
    gtk_box_append (GTK_BOX (acts), self->hush);
  }
  gtk_box_append (GTK_BOX (acts), row->revealer);
  return acts;
}

static GtkWidget *
make_row (EbbAlarmBanner *self, Row *row)
{
  row->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  row->mark = gtk_label_new ("");
  gtk_widget_add_css_class (row->mark, "mark");
  row->text = ebb_label_new ("", "text", NULL);
  row->code = ebb_label_new ("", "code", NULL);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), row->text);
  gtk_box_append (GTK_BOX (words), row->code);
  row->acknowledge = ebb_button_new (_ ("Acknowledge"), "touch", NULL);
  gtk_widget_set_valign (row->acknowledge, GTK_ALIGN_CENTER);
  g_signal_connect (row->acknowledge, "clicked", G_CALLBACK (on_acknowledge_cb), self);
  row->revealer = gtk_revealer_new ();
  gtk_revealer_set_transition_type (GTK_REVEALER (row->revealer),
                                    GTK_REVEALER_TRANSITION_TYPE_NONE);
  gtk_revealer_set_child (GTK_REVEALER (row->revealer), row->acknowledge);
  gtk_box_append (GTK_BOX (row->row), row->mark);
  gtk_box_append (GTK_BOX (row->row), words);
  gtk_box_append (GTK_BOX (row->row), make_acts (self, row));
  gtk_widget_set_visible (row->row, FALSE);
  return row->row;
}

static GtkWidget *
make_hush (EbbAlarmBanner *self)
{
  GtkWidget *button = ebb_button_new (_ ("Pause sound"), "touch", NULL);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  ebb_widget_set_accessible (button, NULL,
                             _ ("Pauses the sound of the alarms for 30 s. They stay on the "
                                "screen, and a more urgent one is heard at once."));
  g_signal_connect (button, "clicked", G_CALLBACK (on_hush_cb), self);
  return button;
}

GtkWidget *
ebb_alarm_banner_new (EbbDesk *desk)
{
  EbbAlarmBanner *self = g_object_new (EBB_TYPE_ALARM_BANNER, "visible", FALSE, NULL);
  self->desk = g_object_ref (desk);
  self->hush = make_hush (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  for (guint i = 0; i < ROWS_MAX; i++)
    gtk_box_append (GTK_BOX (box), make_row (self, &self->rows[i]));
  self->more = ebb_label_new ("", "more", NULL);
  gtk_widget_set_visible (self->more, FALSE);
  gtk_box_append (GTK_BOX (box), self->more);
  adw_bin_set_child (ADW_BIN (self), box);
  EbbCuff *cuff = ebb_desk_get_cuff (desk);
  g_signal_connect_object (cuff, "changed", G_CALLBACK (on_changed_cb), self, 0);
  g_signal_connect_object (cuff, "alarm", G_CALLBACK (on_alarm_cb), self, 0);
  g_signal_connect_object (desk, "session-changed", G_CALLBACK (on_session_changed_cb), self, 0);
  self->sound = ebb_sound_new (desk, GTK_WIDGET (self), NULL);
  g_signal_connect_object (self->sound, "changed", G_CALLBACK (on_sound_changed_cb), self, 0);
  ebb_live_tick_add (GTK_WIDGET (self), desk, on_look);
  follow_session (self, ebb_desk_get_session (desk));
  return GTK_WIDGET (self);
}
