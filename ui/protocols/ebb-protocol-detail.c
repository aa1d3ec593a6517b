/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-protocol-detail.h"

#include "ebb-defined.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-patient-text.h"
#include "ebb-protocol-picture.h"
#include "ebb-protocol-text.h"
#include "ebb-protocol-view.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define PICTURE_MIN_PX 150
#define PICTURE_PX     190
#define ACT_MIN_PX     150
#define REASON_MIN_PX  220
#define TITLE_MIN_PX   96
#define ACT_KEY        "ebb-act"

struct _EbbProtocolDetail {
  GtkBox parent_instance;
  GtkWidget *back, *scroller, *column; /* children */
  GtkWidget *reason;                   /* of a lock; borrowed, NULL */
  GtkWidget *reason_field;
  gboolean can_go_back;
};

enum { BACK, ACT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EbbProtocolDetail, ebb_protocol_detail, GTK_TYPE_BOX)

/* --- Acts -------------------------------------------------------------------------------- */

static void
on_act (EbbProtocolDetail *self, GtkWidget *button)
{
  g_signal_emit (self, signals[ACT], 0, g_object_get_data (G_OBJECT (button), ACT_KEY), "");
}

static void
on_lock (EbbProtocolDetail *self)
{
  g_autofree char *reason = ebb_entry_dup_text (self->reason);

  ebb_field_set_error (EBB_FIELD (self->reason_field),
                       reason == NULL ? _ ("Reason: missing; allowed: 1 to 200 characters in one "
                                           "line")
                                      : NULL);
  if (reason == NULL)
    gtk_widget_grab_focus (self->reason);
  else
    g_signal_emit (self, signals[ACT], 0, "lock", reason);
}

static void
add_act (EbbProtocolDetail *self, GtkWidget *columns, const char *act, const char *text,
         const char *css_class)
{
  GtkWidget *button = ebb_button_new (text, "touch", css_class, NULL);

  g_object_set_data (G_OBJECT (button), ACT_KEY, (gpointer) act);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_act), self);
  ebb_columns_append (EBB_COLUMNS (columns), button);
}

static GtkWidget *
make_acts (EbbProtocolDetail *self, const EbbProtocolEntry *entry)
{
  GtkWidget *columns = ebb_columns_new (4, ACT_MIN_PX, 10);

  if (ebb_protocol_entry_is_open (entry))
    add_act (self, columns, "change", _ ("Change"), NULL);
  add_act (self, columns, "duplicate", _ ("Duplicate and change"), "suggested-action");
  add_act (self, columns, "export", _ ("Export…"), NULL);
  if (entry->retired)
    add_act (self, columns, "restore", _ ("Offer it again"), NULL);
  else
    add_act (self, columns, "retire", entry->own ? _ ("Retire") : _ ("Hide"), NULL);
  return columns;
}

/* --- Cards ------------------------------------------------------------------------------- */

static void
add_text (GtkWidget *card, const char *text, const char *css_class)
{
  if (text != NULL && *text != '\0')
    gtk_box_append (GTK_BOX (card), ebb_label_new (text, css_class, NULL));
}

/* A word of how it fits, with a sign beside it. */
static void
add_fit (GtkWidget *card, const char *text, EbbFit fit)
{
  static const char *const icons[] = { [EBB_FIT_NOT_DONE] = "action-unavailable-symbolic",
                                       [EBB_FIT_FINE] = "emblem-ok-symbolic",
                                       [EBB_FIT_CLOSE] = "dialog-warning-symbolic",
                                       [EBB_FIT_OVER] = "dialog-error-symbolic" };
  static const char *const classes[] = { [EBB_FIT_NOT_DONE] = "patient-dim",
                                         [EBB_FIT_FINE] = "protocol-fine",
                                         [EBB_FIT_CLOSE] = "protocol-close",
                                         [EBB_FIT_OVER] = "protocol-over" };
  GtkWidget *box, *icon, *label;

  if (text == NULL)
    return;
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  icon = gtk_image_new_from_icon_name (icons[fit]);
  label = ebb_label_new (text, NULL, NULL);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (icon, classes[fit]);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (card), box);
}

static GtkWidget *
make_time_card (const EbbProtocolEntry *entry, const EbbExercise *exercise)
{
  const EbbProtocol *protocol = entry->protocol;
  GtkWidget *card = ebb_card_new (NULL);
  GtkWidget *picture = ebb_protocol_picture_new (PICTURE_MIN_PX, PICTURE_PX);
  EbbProtocolView view;
  g_autofree char *time = NULL, *arm = NULL, *leg = NULL, *own = NULL;

  ebb_protocol_view_make (protocol, exercise, &view);
  time = ebb_protocol_view_time_text (&view);
  arm = ebb_protocol_view_fit_text (&view, TRUE);
  leg = ebb_protocol_view_fit_text (&view, FALSE);
  own = ebb_protocol_view_own_text (&view, protocol);
  ebb_protocol_picture_set (EBB_PROTOCOL_PICTURE (picture), &view, &protocol->pressure);
  gtk_box_set_spacing (GTK_BOX (card), 8);
  add_text (card, time, "form-plan");
  gtk_box_append (GTK_BOX (card), picture);
  add_fit (card, arm, view.arm);
  add_fit (card, leg, view.leg);
  add_fit (card, own, EBB_FIT_OVER);
  return card;
}

static GtkWidget *
make_what_card (const EbbProtocol *protocol, const EbbExercise *exercise)
{
  GtkWidget *card = ebb_card_new (_ ("What happens"));
  g_autofree char *plain = ebb_protocol_plain_text (protocol, exercise);

  gtk_box_set_spacing (GTK_BOX (card), 8);
  add_text (card, ebb_protocol_purpose_text (protocol->training), "form-plan");
  add_text (card, plain, NULL);
  if (exercise != NULL)
    add_text (card, ebb_defined (exercise->set_up), "patient-dim");
  add_text (card, protocol->pressure.option, "patient-dim");
  return card;
}

static GtkWidget *
make_who_card (const EbbProtocolEntry *entry, const EbbExercise *exercise)
{
  const EbbProtocol *protocol = entry->protocol;
  GtkWidget *card = ebb_card_new (_ ("Who may use it"));
  g_autofree char *bar = ebb_plan_why_not_here (NULL, protocol);
  g_autofree char *limbs = exercise != NULL ? ebb_protocol_limbs_text (exercise->segments) : NULL;
  g_autofree char *where = limbs != NULL ? g_strdup_printf (_ ("Cuff on: %s"), limbs) : NULL;
  g_autofree char *facts =
      ebb_join_facts (where != NULL ? where : "",
                      exercise != NULL ? ebb_posture_to_text (exercise->posture) : "", NULL);
  g_autofree char *lock =
      entry->lock_reason != NULL
          ? g_strdup_printf (_ ("Locked by %s: %s"), entry->locked_by, entry->lock_reason)
          : NULL;

  gtk_box_set_spacing (GTK_BOX (card), 6);
  if (bar != NULL)
    add_fit (card, bar, EBB_FIT_CLOSE);
  else
    add_text (card, _ ("Every therapist, after screening."), NULL);
  add_text (card, facts, NULL);
  add_text (card, lock, NULL);
  if (entry->retired)
    add_text (card, _ ("Not offered in prescriptions. What runs on it goes on."), NULL);
  return card;
}

/* What stands there, in words. */
static char *
value_text (const EbbProtocol *protocol, EbbProtocolValue value)
{
  switch (value) {
  case EBB_VALUE_PRESSURE:
    return ebb_protocol_pressure_text (protocol);
  case EBB_VALUE_PATTERN:
    return g_strdup (ebb_pattern_to_text (protocol->pattern));
  case EBB_VALUE_LOAD:
    return ebb_protocol_load_text (protocol);
  case EBB_VALUE_SETS:
    return protocol->sets_min < protocol->n_sets
               ? g_strdup_printf (_ ("%u to %u"), protocol->sets_min, protocol->n_sets)
               : g_strdup_printf ("%u", protocol->n_sets);
  case EBB_VALUE_REST:
    return protocol->n_sets > 1 ? ebb_format_seconds (protocol->rest_s) : NULL;
  case EBB_VALUE_TEMPO:
    return protocol->tempo.contract_ms > 0 ? ebb_protocol_tempo_text (&protocol->tempo) : NULL;
  case EBB_VALUE_CYCLE:
    return protocol->cycle.n_steps > 0
               ? g_strdup_printf (_ ("%u steps, %u s tight and %u s deflated"),
                                  protocol->cycle.n_steps, protocol->cycle.on_s,
                                  protocol->cycle.off_s)
               : NULL;
  case EBB_VALUE_FREQUENCY:
    return g_strdup (ebb_defined (protocol->frequency.text));
  default:
    return NULL;
  }
}

static void
add_value (GtkWidget *card, const EbbProtocol *protocol, EbbProtocolValue value)
{
  const EbbValueSource *of = &protocol->values[value];
  g_autofree char *text = value_text (protocol, value);
  g_autofree char *source = NULL;
  GtkWidget *lines, *row, *title;

  if (text == NULL)
    return;
  if (of->source != NULL)
    source = g_strdup_printf ("%s · %s", ebb_evidence_to_text (of->status), of->source);
  lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  title = ebb_label_new (ebb_protocol_value_text (value), "patient-dim", NULL);
  gtk_widget_set_valign (title, GTK_ALIGN_START);
  gtk_widget_set_size_request (title, TITLE_MIN_PX, -1);
  gtk_widget_set_hexpand (lines, TRUE);
  add_text (lines, text, "form-title");
  add_text (lines, source, "form-note");
  gtk_box_append (GTK_BOX (row), title);
  gtk_box_append (GTK_BOX (row), lines);
  gtk_box_append (GTK_BOX (card), row);
}

static GtkWidget *
make_source_card (const EbbProtocol *protocol)
{
  GtkWidget *card = ebb_card_new (_ ("Values, and where they come from"));
  g_autofree char *longest = NULL;

  gtk_box_set_spacing (GTK_BOX (card), 10);
  for (guint value = 0; value < EBB_VALUE_COUNT; value++)
    add_value (card, protocol, value);
  if (protocol->max_inflation_s > 0) {
    g_autofree char *own = ebb_format_clock ((gint64) protocol->max_inflation_s * G_USEC_PER_SEC);

    longest = g_strdup_printf (_ ("Own limit of time under pressure: %s\u00a0min"), own);
    add_text (card, longest, NULL);
  }
  gtk_box_append (GTK_BOX (card), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  add_text (card, protocol->source, NULL);
  add_text (card, protocol->status, "patient-dim");
  return card;
}

/* Only of the clinic's own that are open. */
static GtkWidget *
make_lock_card (EbbProtocolDetail *self)
{
  GtkWidget *card = ebb_card_new (_ ("Lock as this clinic's template"));
  GtkWidget *button = ebb_button_new (_ ("Lock"), "touch", NULL);

  self->reason = ebb_entry_new (_ ("Reason of the lock"), _ ("Agreed on in the team"));
  self->reason_field = ebb_field_new (_ ("Reason"), self->reason);
  gtk_box_set_spacing (GTK_BOX (card), 8);
  add_text (card,
            _ ("It can then be used and duplicated, and nobody changes it any more. A lock is "
               "never taken back."),
            NULL);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (card), self->reason_field);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (card), button);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_lock), self);
  return card;
}

/* --- All of it --------------------------------------------------------------------------- */

static GtkWidget *
make_title (const EbbProtocolEntry *entry)
{
  const EbbProtocol *protocol = entry->protocol;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *version = g_strdup_printf (_ ("version %u"), protocol->version);
  g_autofree char *facts = ebb_join_facts (protocol->reference != NULL ? protocol->reference : "",
                                           ebb_training_to_text (protocol->training), version,
                                           ebb_protocol_state_text (entry), NULL);

  gtk_box_append (GTK_BOX (box),
                  ebb_label_new (ebb_defined (protocol->name), "patient-name", NULL));
  gtk_box_append (GTK_BOX (box), ebb_label_new (facts, "patient-dim", NULL));
  return box;
}

static void
fill (EbbProtocolDetail *self, const EbbProtocolEntry *entry)
{
  GtkBox *column = GTK_BOX (self->column);
  g_autoptr (EbbExercise) exercise = ebb_exercise_load_builtin (entry->protocol->exercise_id, NULL);

  gtk_box_append (column, make_title (entry));
  gtk_box_append (column, make_acts (self, entry));
  gtk_box_append (column, make_time_card (entry, exercise));
  gtk_box_append (column, make_what_card (entry->protocol, exercise));
  gtk_box_append (column, make_who_card (entry, exercise));
  gtk_box_append (column, make_source_card (entry->protocol));
  if (ebb_protocol_entry_is_open (entry))
    gtk_box_append (column, make_lock_card (self));
}

void
ebb_protocol_detail_show (EbbProtocolDetail *self, const EbbProtocolEntry *entry)
{
  GtkWidget *child;

  g_return_if_fail (EBB_IS_PROTOCOL_DETAIL (self));

  self->reason = self->reason_field = NULL;
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  while ((child = gtk_widget_get_first_child (self->column)) != NULL)
    gtk_box_remove (GTK_BOX (self->column), child);
  if (entry != NULL)
    fill (self, entry);
  else
    gtk_box_append (GTK_BOX (self->column),
                    ebb_nothing_new ("view-list-bullet-symbolic", _ ("No protocol open"),
                                     _ ("Choose one from the list, or make a new one.")));
}

void
ebb_protocol_detail_set_back (EbbProtocolDetail *self, gboolean back)
{
  g_return_if_fail (EBB_IS_PROTOCOL_DETAIL (self));

  gtk_widget_set_visible (self->back, back);
}

static void
on_back (EbbProtocolDetail *self)
{
  g_signal_emit (self, signals[BACK], 0);
}

static void
ebb_protocol_detail_class_init (EbbProtocolDetailClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  signals[BACK] =
      g_signal_new ("back", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACT] = g_signal_new ("act", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                               G_TYPE_STRING, G_TYPE_STRING);
}

static void
ebb_protocol_detail_init (EbbProtocolDetail *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->back = ebb_button_new (_ ("All protocols"), "touch", "flat", NULL);
  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  self->scroller = gtk_scrolled_window_new ();
  gtk_widget_set_halign (self->back, GTK_ALIGN_START);
  gtk_widget_hide (self->back);
  gtk_widget_add_css_class (self->column, "patient-column");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->column);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_box_append (GTK_BOX (self), self->back);
  gtk_box_append (GTK_BOX (self), self->scroller);
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (on_back), self);
}

GtkWidget *
ebb_protocol_detail_new (void)
{
  EbbProtocolDetail *self = g_object_new (EBB_TYPE_PROTOCOL_DETAIL, NULL);

  ebb_protocol_detail_show (self, NULL);
  return GTK_WIDGET (self);
}
