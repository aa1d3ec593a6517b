/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-girth-page.h"

#include "ebb-choice.h"
#include "ebb-date-text.h"
#include "ebb-drafts.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-girth-form-state.h"
#include "ebb-stepper.h"
#include "ebb-widgets.h"
#include "ebb-window.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH_PX 820
#define COLUMN_MIN_PX 260
#define SITE_MIN_PX   200

struct _EbbGirthPage {
  EbbPage parent_instance;
  EbbDesk *desk; /* borrowed */
  char *patient_id, *draft_key;
  GCancellable *loading; /* owned; NULL = nothing is asked */
  EbbLimbsFile *limbs;   /* owned; NULL until it has been read */
  EbbGirthForm form;     /* the value */
  GtkWidget *content, *segment, *site_room, *site, *field[EBB_N_SIDES], *difference;
  GtkWidget *status, *save;
  int sites_of; /* segment whose landmarks are offered; -1 = none */
  gboolean filling, tried, saving;
};

G_DEFINE_FINAL_TYPE (EbbGirthPage, ebb_girth_page, EBB_TYPE_PAGE)

static void on_changed (EbbGirthPage *self);

static void
judge (EbbGirthPage *self, EbbGirthFormState *state)
{
  g_autofree char *today = ebb_date_of_moment (ebb_clock_wall_unix_us ());

  ebb_girth_form_judge (&self->form, self->limbs, ebb_desk_get_operator (self->desk), today, state);
}

/* Each limb has landmarks of its own; a choice cannot be emptied, so it is made anew. */
static void
offer_sites (EbbGirthPage *self)
{
  const char *const *sites = ebb_girth_sites (self->form.segment);
  GtkWidget *old = gtk_widget_get_first_child (self->site_room);

  if (self->sites_of == (int) self->form.segment)
    return;
  self->sites_of = (int) self->form.segment;
  if (old != NULL)
    gtk_box_remove (GTK_BOX (self->site_room), old);
  self->site = ebb_choice_new (_ ("Landmark"), 3, SITE_MIN_PX);
  for (int i = 0; sites[i] != NULL; i++)
    ebb_choice_add (EBB_CHOICE (self->site), i, ebb_girth_site_to_text (sites[i]),
                    i == 0 ? _ ("chooses the cuff") : NULL);
  g_signal_connect_swapped (self->site, "changed", G_CALLBACK (on_changed), self);
  gtk_box_append (GTK_BOX (self->site_room), ebb_field_new (_ ("Landmark"), self->site));
}

static void
show (EbbGirthPage *self)
{
  g_auto (EbbGirthFormState) state = { 0 };

  judge (self, &state);
  self->filling = TRUE;
  offer_sites (self);
  ebb_choice_set (EBB_CHOICE (self->segment), (int) self->form.segment);
  ebb_choice_set (EBB_CHOICE (self->site), self->form.site);
  for (int side = EBB_SIDE_LEFT; side <= EBB_SIDE_RIGHT; side++) {
    EbbField *field = EBB_FIELD (self->field[side]);

    ebb_stepper_set_value (EBB_STEPPER (ebb_field_get_control (field)), self->form.cm[side]);
    ebb_field_set_error (field, state.error[side]);
    ebb_field_set_note (field, state.note[side]);
  }
  ebb_label_update (self->difference, state.difference != NULL ? state.difference : "");
  ebb_label_update (self->status, self->tried && state.error[EBB_SIDE_UNSET] != NULL
                                      ? state.error[EBB_SIDE_UNSET]
                                      : "");
  gtk_widget_set_sensitive (self->save, !self->saving);
  self->filling = FALSE;
}

static void
on_changed (EbbGirthPage *self)
{
  int segment = ebb_choice_get (EBB_CHOICE (self->segment));

  if (self->filling || self->saving || self->limbs == NULL)
    return;
  self->form.site = ebb_choice_get (EBB_CHOICE (self->site));
  if (segment >= 0 && segment != (int) self->form.segment) {
    self->form.segment = (EbbSegment) segment;
    self->form.site = 0;
  }
  for (int side = EBB_SIDE_LEFT; side <= EBB_SIDE_RIGHT; side++)
    self->form.cm[side] =
        ebb_stepper_get_value (EBB_STEPPER (ebb_field_get_control (EBB_FIELD (self->field[side]))));
  ebb_drafts_keep (self->desk, self->draft_key, g_memdup2 (&self->form, sizeof self->form), g_free);
  show (self);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbGirthPage) self = user;
  g_autoptr (GError) error = NULL;
  gboolean saved = ebb_store_write_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  self->saving = FALSE;
  show (self);
  if (!saved) {
    ebb_label_update (self->status, error->message);
    return;
  }
  g_free (ebb_drafts_take (self->desk, self->draft_key));
  ebb_desk_tell_records (self->desk, self->patient_id);
  if (window == NULL)
    return;
  ebb_window_toast (window, _ ("The girth is on file"));
  ebb_window_close_page (window, EBB_PAGE (self));
}

static void
on_save (EbbGirthPage *self)
{
  g_auto (EbbGirthFormState) state = { 0 };

  if (self->saving || self->limbs == NULL)
    return;
  judge (self, &state);
  self->tried = TRUE;
  self->saving = state.can_save;
  show (self);
  if (self->saving)
    ebb_store_put_girths_async (ebb_desk_get_store (self->desk), state.records, on_saved,
                                g_object_ref (self));
  else
    gtk_widget_grab_focus (ebb_field_get_control (EBB_FIELD (self->field[EBB_SIDE_LEFT])));
}

/* --- Loading ----------------------------------------------------------------------------- */

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  EbbLimbsFile *limbs = ebb_store_ask_finish (result, &error);
  EbbGirthPage *self = user;
  g_autofree char *identifiers = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  self->limbs = limbs;
  if (limbs == NULL) {
    adw_bin_set_child (ADW_BIN (self), ebb_label_new (error->message, "form-error", NULL));
    return;
  }
  identifiers = ebb_format_identifiers (limbs->file->patient);
  ebb_page_set_title (EBB_PAGE (self), identifiers, _ ("Girth"));
  g_autofree EbbGirthForm *draft = ebb_drafts_take (self->desk, self->draft_key);
  if (draft != NULL)
    self->form = *draft;
  gtk_widget_set_visible (self->content, TRUE);
  show (self);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
girth_form_dispose (GObject *object)
{
  EbbGirthPage *self = EBB_GIRTH_PAGE (object);

  self->filling = TRUE; /* entries that go say "changed" once more */
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  G_OBJECT_CLASS (ebb_girth_page_parent_class)->dispose (object);
}

static void
girth_form_finalize (GObject *object)
{
  EbbGirthPage *self = EBB_GIRTH_PAGE (object);

  ebb_limbs_file_free (self->limbs);
  g_free (self->patient_id);
  g_free (self->draft_key);
  G_OBJECT_CLASS (ebb_girth_page_parent_class)->finalize (object);
}

static void
ebb_girth_page_class_init (EbbGirthPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = girth_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = girth_form_finalize;
}

static void
add_side (EbbGirthPage *self, GtkWidget *columns, EbbSide side, const char *title)
{
  GtkWidget *stepper = ebb_stepper_new (
      &(EbbStepperRange){ title, _ ("cm"), 0.5, EBB_GIRTH_MIN_CM, EBB_GIRTH_MAX_CM, 50, 1 });

  g_signal_connect_swapped (stepper, "changed", G_CALLBACK (on_changed), self);
  self->field[side] = ebb_field_new (title, stepper);
  ebb_columns_append (EBB_COLUMNS (columns), self->field[side]);
}

static void
build (EbbGirthPage *self, GtkWidget *column)
{
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *columns = ebb_columns_new (2, COLUMN_MIN_PX, 16);

  self->segment = ebb_choice_new (_ ("Limb"), 3, 120);
  for (int segment = EBB_SEGMENT_ARM; segment <= EBB_SEGMENT_CALF; segment++)
    ebb_choice_add (EBB_CHOICE (self->segment), segment, ebb_segment_to_text (segment), NULL);
  g_signal_connect_swapped (self->segment, "changed", G_CALLBACK (on_changed), self);
  gtk_box_append (GTK_BOX (card), ebb_field_new (_ ("Limb"), self->segment));
  self->site_room = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (card), self->site_room);
  add_side (self, columns, EBB_SIDE_LEFT, _ ("Left"));
  add_side (self, columns, EBB_SIDE_RIGHT, _ ("Right"));
  gtk_box_append (GTK_BOX (card), columns);
  self->difference = ebb_label_new ("", "form-plan", NULL);
  gtk_box_append (GTK_BOX (card), self->difference);
  gtk_box_append (GTK_BOX (card),
                  ebb_label_new (_ ("Tape without pull, muscle relaxed, the same posture each "
                                    "time."),
                                 "patient-dim", NULL));
  gtk_box_append (GTK_BOX (column), card);
}

static void
ebb_girth_page_init (EbbGirthPage *self)
{
  GtkWidget *column;

  self->sites_of = -1;
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->content), ebb_form_new (FORM_WIDTH_PX, &column));
  build (self, column);
  self->status = ebb_label_new ("", "form-error", NULL);
  self->save = ebb_button_new (_ ("Save girth"), "suggested-action", NULL);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (self->content),
                  ebb_form_foot_new (FORM_WIDTH_PX, self->status, self->save));
  gtk_widget_set_visible (self->content, FALSE);
  adw_bin_set_child (ADW_BIN (self), self->content);
}

EbbPage *
ebb_girth_page_new (EbbDesk *desk, const char *patient_id, EbbSegment segment)
{
  EbbGirthPage *self = g_object_new (EBB_TYPE_GIRTH_PAGE, NULL);

  self->desk = desk;
  self->patient_id = g_strdup (patient_id);
  self->draft_key = g_strdup_printf ("girth %s", patient_id);
  ebb_girth_form_init (&self->form, segment);
  self->loading = g_cancellable_new ();
  ebb_page_set_title (EBB_PAGE (self), _ ("Girth"), NULL);
  ebb_store_load_limbs_async (ebb_desk_get_store (desk), patient_id, ebb_clock_wall_unix_us (),
                              self->loading, on_loaded, self);
  return EBB_PAGE (self);
}
