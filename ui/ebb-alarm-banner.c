/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-alarm-banner.h"

#include "ebb-widgets.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

/* The mark of a high alarm goes on and off twice a second, that of a medium one every two
 * seconds (design: safety 4); words and ground stay as they are. */
#define HALF_PERIOD_MS 250
#define MEDIUM_HALF    4 /* of these */
#define ROWS_MAX       2 /* the rest is counted */

typedef enum { LEVEL_HIGH, LEVEL_MEDIUM, LEVEL_LOW, N_LEVELS } Level;

static const struct {
  const char *mark, *css_class, *name;
} levels[N_LEVELS] = {
  [LEVEL_HIGH] = { "!!!", "banner-high", N_ ("High alarm") },
  [LEVEL_MEDIUM] = { "!!", "banner-medium", N_ ("Alarm") },
  [LEVEL_LOW] = { "!", "banner-low", N_ ("Notice") },
};

/* Priorities: reference table of alarms A01..A12. */
static const Level level_of[CUFF_ALARM_COUNT] = {
  [CUFF_ALARM_NONE] = LEVEL_LOW,          [CUFF_ALARM_OVER_PRESSURE] = LEVEL_HIGH,
  [CUFF_ALARM_NOT_DEFLATED] = LEVEL_HIGH, [CUFF_ALARM_LINK] = LEVEL_HIGH,
  [CUFF_ALARM_TIME] = LEVEL_HIGH,         [CUFF_ALARM_DEVICE] = LEVEL_HIGH,
  [CUFF_ALARM_SUPERVISION] = LEVEL_HIGH,  [CUFF_ALARM_OFF_TARGET] = LEVEL_MEDIUM,
  [CUFF_ALARM_LEAK] = LEVEL_MEDIUM,       [CUFF_ALARM_BLOCKED] = LEVEL_MEDIUM,
  [CUFF_ALARM_NOBODY] = LEVEL_MEDIUM,     [CUFF_ALARM_STORE] = LEVEL_MEDIUM,
  [CUFF_ALARM_UPKEEP] = LEVEL_LOW,
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
  GtkWidget *more; /* borrowed: in the tree */
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
    Level level = level_of[self->rows[i].alarm];
    guint halves = level == LEVEL_HIGH ? 1 : MEDIUM_HALF;
    ebb_widget_set_class (self->rows[i].mark, "off",
                          level != LEVEL_LOW && (self->n_halves / halves) % 2 == 1);
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
  for (Level level = LEVEL_HIGH; level < N_LEVELS; level++)
    for (int alarm = 1; alarm < CUFF_ALARM_COUNT; alarm++)
      if ((bits & (1u << alarm)) != 0 && level_of[alarm] == level)
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
  Level level = level_of[alarm];
  const char *text = self->manual ? ebb_alarm_to_text_by_hand (alarm) : ebb_alarm_to_text (alarm);
  for (guint i = 0; i < N_LEVELS; i++)
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
session_alarms (EbbAlarmBanner *self)
{
  if (self->session == NULL || ebb_session_is_closed (self->session))
    return 0;
  EbbSessionView view;
  ebb_session_get_view (self->session, &view);
  return view.alarms;
}

static void
show (EbbAlarmBanner *self)
{
  EbbCuffView view;
  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &view);
  guint32 bits = view.alarms | view.alarms_latched | session_alarms (self);
  if (bits == self->shown && view.alarms_latched == self->latched && view.manual == self->manual)
    return;
  self->shown = bits;
  self->manual = view.manual;
  self->latched = view.alarms_latched;
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
  blink (self, n > 0 && level_of[list[0]] != LEVEL_LOW);
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

/* Make --------------------------------------------------------------------------------------- */

static void
ebb_alarm_banner_dispose (GObject *object)
{
  EbbAlarmBanner *self = EBB_ALARM_BANNER (object);
  g_clear_handle_id (&self->blink_id, g_source_remove);
  let_go_of_session (self);
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
  gtk_box_append (GTK_BOX (row->row), row->revealer);
  gtk_widget_set_visible (row->row, FALSE);
  return row->row;
}

GtkWidget *
ebb_alarm_banner_new (EbbDesk *desk)
{
  EbbAlarmBanner *self = g_object_new (EBB_TYPE_ALARM_BANNER, "visible", FALSE, NULL);
  self->desk = g_object_ref (desk);
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
  follow_session (self, ebb_desk_get_session (desk));
  return GTK_WIDGET (self);
}
