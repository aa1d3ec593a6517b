/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-screening-row.h"

#include "ebb-choice.h"
#include "ebb-defined.h"
#include "ebb-flow.h"
#include "ebb-screening.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define QUESTION_MIN_PX 300
#define ANSWER_MIN_PX   76
#define LIMB_MIN_PX     120
#define N_LIMBS         4

enum { ANSWER_NO, ANSWER_YES };

struct _EbbScreeningRow {
  GtkBox parent_instance;
  const EbbScreeningItem *item;                 /* borrowed */
  GtkWidget *choice, *which, *limb_of[N_LIMBS]; /* children; limb_of NULL = not of its scope */
  gboolean showing;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EbbScreeningRow, ebb_screening_row, GTK_TYPE_BOX)

static void
show_which (EbbScreeningRow *self)
{
  gtk_widget_set_visible (self->which,
                          self->item->scope != EBB_SCOPE_PERSON
                              && ebb_choice_get (EBB_CHOICE (self->choice)) == ANSWER_YES);
}

static void
on_changed (EbbScreeningRow *self)
{
  if (self->showing)
    return;
  show_which (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ebb_screening_row_class_init (EbbScreeningRowClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", EBB_TYPE_SCREENING_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
ebb_screening_row_init (EbbScreeningRow *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_add_css_class (GTK_WIDGET (self), "screening-row");
}

static GtkWidget *
make_limbs (EbbScreeningRow *self)
{
  GtkWidget *columns = ebb_columns_new (N_LIMBS, LIMB_MIN_PX, 8);

  for (guint i = 0; i < N_LIMBS; i++) {
    guint bit = 1u << i;
    const char *name = ebb_screening_limb_to_text (bit);
    g_autofree char *spoken = NULL;

    if (self->item->scope == EBB_SCOPE_ARM && (bit & EBB_LIMB_ARMS) == 0)
      continue;
    self->limb_of[i] = gtk_toggle_button_new_with_label (name);
    gtk_widget_add_css_class (self->limb_of[i], "choice");
    gtk_widget_add_css_class (self->limb_of[i], "touch");
    spoken = g_strdup_printf ("%s: %s", ebb_defined (self->item->name), name);
    ebb_widget_set_accessible (self->limb_of[i], spoken, NULL);
    g_signal_connect_swapped (self->limb_of[i], "toggled", G_CALLBACK (on_changed), self);
    ebb_columns_append (EBB_COLUMNS (columns), self->limb_of[i]);
  }
  return columns;
}

static GtkWidget *
make_which (EbbScreeningRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_box_append (GTK_BOX (box), ebb_label_new (_ ("Which limb? None chosen counts for all."),
                                                "patient-dim", NULL));
  gtk_box_append (GTK_BOX (box), make_limbs (self));
  gtk_widget_set_visible (box, FALSE);
  return box;
}

GtkWidget *
ebb_screening_row_new (const EbbScreeningItem *item)
{
  EbbScreeningRow *self = g_object_new (EBB_TYPE_SCREENING_ROW, NULL);
  GtkWidget *question = ebb_label_new (ebb_defined (item->question), NULL, NULL);

  self->item = item;
  self->choice = ebb_choice_new (ebb_defined (item->question), 2, ANSWER_MIN_PX);
  ebb_choice_add (EBB_CHOICE (self->choice), ANSWER_YES, C_ ("answer", "Yes"), NULL);
  ebb_choice_add (EBB_CHOICE (self->choice), ANSWER_NO, C_ ("answer", "No"), NULL);
  self->which = make_which (self);
  gtk_widget_set_valign (question, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->choice, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (question, ebb_defined (item->name));
  g_signal_connect_swapped (self->choice, "changed", G_CALLBACK (on_changed), self);
  gtk_box_append (GTK_BOX (self), ebb_beside_new (question, self->choice, QUESTION_MIN_PX, 16));
  gtk_box_append (GTK_BOX (self), self->which);
  return GTK_WIDGET (self);
}

const EbbScreeningItem *
ebb_screening_row_get_item (EbbScreeningRow *self)
{
  g_return_val_if_fail (EBB_IS_SCREENING_ROW (self), NULL);

  return self->item;
}

void
ebb_screening_row_show (EbbScreeningRow *self, const EbbScreeningAnswer *answer)
{
  int value = answer == NULL ? -1 : answer->yes ? ANSWER_YES : ANSWER_NO;

  g_return_if_fail (EBB_IS_SCREENING_ROW (self));

  self->showing = TRUE;
  if (ebb_choice_get (EBB_CHOICE (self->choice)) != value)
    ebb_choice_set (EBB_CHOICE (self->choice), value);
  for (guint i = 0; i < N_LIMBS; i++)
    if (self->limb_of[i] != NULL)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->limb_of[i]),
                                    answer != NULL && (answer->limbs & (1u << i)) != 0);
  self->showing = FALSE;
  show_which (self);
}

void
ebb_screening_row_read (EbbScreeningRow *self, EbbScreening *into)
{
  int value;
  guint limbs = 0;

  g_return_if_fail (EBB_IS_SCREENING_ROW (self));

  value = ebb_choice_get (EBB_CHOICE (self->choice));
  if (value < 0)
    return;
  for (guint i = 0; value == ANSWER_YES && i < N_LIMBS; i++)
    if (self->limb_of[i] != NULL
        && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->limb_of[i])))
      limbs |= 1u << i;
  ebb_screening_answer (into, self->item->id, value == ANSWER_YES, limbs, NULL);
}
