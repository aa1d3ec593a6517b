/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-cuff-page.h"

#include "ebb-choice.h"
#include "ebb-cuff-form-state.h"
#include "ebb-drafts.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-stepper.h"
#include "ebb-store-ask-limbs.h"
#include "ebb-widgets.h"
#include "ebb-window.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FORM_WIDTH_PX 900
#define COLUMN_MIN_PX 250

struct _EbbCuffPage {
  EbbPage parent_instance;
  EbbDesk *desk; /* borrowed */
  char *draft_key;
  GPtrArray *cuffs;  /* a reference */
  EbbCuffForm *form; /* the value */
  GtkWidget *asset, *name, *site, *segment, *kind, *bladder, *contour, *latex, *retired;
  GtkWidget *width, *length, *girth_min, *girth_max;
  GtkWidget *field[EBB_CUFF_N_FIELDS];
  GtkWidget *status, *save;
  gboolean filling, tried, saving;
};

G_DEFINE_FINAL_TYPE (EbbCuffPage, ebb_cuff_page, EBB_TYPE_PAGE)

static void
fill_entry (GtkWidget *entry, const char *text)
{
  g_autofree char *shown = ebb_entry_dup_text (entry);

  if (g_strcmp0 (shown, text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
}

static void
fill (EbbCuffPage *self)
{
  const EbbCuffForm *form = self->form;

  fill_entry (self->asset, form->asset);
  fill_entry (self->name, form->name);
  fill_entry (self->site, form->site);
  ebb_choice_set (EBB_CHOICE (self->segment), form->segment);
  ebb_choice_set (EBB_CHOICE (self->kind), (int) form->kind);
  ebb_choice_set (EBB_CHOICE (self->bladder), (int) form->bladder);
  ebb_choice_set (EBB_CHOICE (self->contour), (int) form->contour);
  ebb_choice_set (EBB_CHOICE (self->latex), (int) form->latex);
  ebb_choice_set (EBB_CHOICE (self->retired), form->retired ? TRUE : FALSE);
  ebb_stepper_set_value (EBB_STEPPER (self->width), form->width_cm);
  ebb_stepper_set_value (EBB_STEPPER (self->length), form->length_cm);
  ebb_stepper_set_value (EBB_STEPPER (self->girth_min), form->girth_min_cm);
  ebb_stepper_set_value (EBB_STEPPER (self->girth_max), form->girth_max_cm);
}

static void
show (EbbCuffPage *self)
{
  g_auto (EbbCuffFormState) state = { 0 };

  ebb_cuff_form_judge (self->form, self->cuffs, &state);
  self->filling = TRUE;
  fill (self);
  for (guint i = 0; i < EBB_CUFF_N_FIELDS; i++)
    ebb_field_set_error (EBB_FIELD (self->field[i]),
                         self->tried || !state.missing[i] ? state.error[i] : NULL);
  gtk_widget_set_sensitive (self->save, !self->saving);
  self->filling = FALSE;
}

static void
read_entry (GtkWidget *entry, char **text)
{
  g_free (*text);
  *text = ebb_entry_dup_text (entry);
}

static void
on_changed (EbbCuffPage *self)
{
  EbbCuffForm *form = self->form;

  if (self->filling || self->saving || form == NULL)
    return;
  read_entry (self->asset, &form->asset);
  read_entry (self->name, &form->name);
  read_entry (self->site, &form->site);
  form->segment = ebb_choice_get (EBB_CHOICE (self->segment));
  form->kind = (EbbCuffKind) MAX (ebb_choice_get (EBB_CHOICE (self->kind)), 0);
  form->bladder = (EbbBladder) MAX (ebb_choice_get (EBB_CHOICE (self->bladder)), 0);
  form->contour = (EbbContour) MAX (ebb_choice_get (EBB_CHOICE (self->contour)), 0);
  form->latex = (EbbLatex) MAX (ebb_choice_get (EBB_CHOICE (self->latex)), 0);
  form->retired = ebb_choice_get (EBB_CHOICE (self->retired)) == TRUE;
  form->width_cm = ebb_stepper_get_value (EBB_STEPPER (self->width));
  form->length_cm = ebb_stepper_get_value (EBB_STEPPER (self->length));
  form->girth_min_cm = ebb_stepper_get_value (EBB_STEPPER (self->girth_min));
  form->girth_max_cm = ebb_stepper_get_value (EBB_STEPPER (self->girth_max));
  ebb_drafts_keep (self->desk, self->draft_key, ebb_cuff_form_copy (form),
                   (GDestroyNotify) ebb_cuff_form_free);
  show (self);
}

/* --- Saving ------------------------------------------------------------------------------ */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbCuffPage) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  self->saving = FALSE;
  show (self);
  if (id == NULL) {
    ebb_label_update (self->status, error->message);
    return;
  }
  ebb_cuff_form_free (ebb_drafts_take (self->desk, self->draft_key));
  if (window == NULL)
    return;
  ebb_window_toast (window, _ ("The cuff is on file"));
  ebb_window_close_page (window, EBB_PAGE (self));
}

static void
on_save (EbbCuffPage *self)
{
  g_auto (EbbCuffFormState) state = { 0 };

  if (self->saving)
    return;
  ebb_cuff_form_judge (self->form, self->cuffs, &state);
  self->tried = TRUE;
  self->saving = state.can_save;
  show (self);
  if (self->saving) {
    ebb_store_put_cuff_async (ebb_desk_get_store (self->desk), state.record, on_saved,
                              g_object_ref (self));
    return;
  }
  for (guint i = 0; i < EBB_CUFF_N_FIELDS; i++)
    if (state.error[i] != NULL) {
      gtk_widget_grab_focus (ebb_field_get_control (EBB_FIELD (self->field[i])));
      return;
    }
}

/* --- Building ---------------------------------------------------------------------------- */

static GtkWidget *
add_entry (EbbCuffPage *self, GtkWidget *columns, const char *title, const char *hint, int field)
{
  GtkWidget *entry = ebb_entry_new (title, hint);
  GtkWidget *box = ebb_field_new (title, entry);

  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), self);
  if (field >= 0)
    self->field[field] = box;
  ebb_columns_append (EBB_COLUMNS (columns), box);
  return entry;
}

static GtkWidget *
add_stepper (EbbCuffPage *self, GtkWidget *columns, EbbCuffField field, const char *title,
             double first)
{
  GtkWidget *stepper =
      ebb_stepper_new (&(EbbStepperRange){ title, _ ("cm"), 0.5, 1, 200, first, 1 });

  g_signal_connect_swapped (stepper, "changed", G_CALLBACK (on_changed), self);
  self->field[field] = ebb_field_new (title, stepper);
  ebb_columns_append (EBB_COLUMNS (columns), self->field[field]);
  return stepper;
}

/* `titles`: NULL-terminated, translated; the value is the place. */
static GtkWidget *
add_choice (EbbCuffPage *self, GtkWidget *columns, const char *name, const char *const *titles,
            int field)
{
  GtkWidget *choice = ebb_choice_new (name, 3, 90);
  GtkWidget *box = ebb_field_new (name, choice);

  for (int i = 0; titles[i] != NULL; i++)
    ebb_choice_add (EBB_CHOICE (choice), i, titles[i], NULL);
  g_signal_connect_swapped (choice, "changed", G_CALLBACK (on_changed), self);
  if (field >= 0)
    self->field[field] = box;
  ebb_columns_append (EBB_COLUMNS (columns), box);
  return choice;
}

static void
build_what (EbbCuffPage *self, GtkWidget *column)
{
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *columns = ebb_columns_new (2, COLUMN_MIN_PX, 16);
  const char *const segments[] = { ebb_segment_to_text (EBB_SEGMENT_ARM),
                                   ebb_segment_to_text (EBB_SEGMENT_THIGH),
                                   ebb_segment_to_text (EBB_SEGMENT_CALF), NULL };
  const char *const kinds[] = { _ ("For this training"), _ ("Blood-pressure cuff with hand bulb"),
                                NULL };

  self->asset = add_entry (self, columns, _ ("Asset number"), _ ("As printed on the cuff"),
                           EBB_CUFF_FIELD_ASSET);
  self->name = add_entry (self, columns, _ ("Name"), _ ("Thigh, medium"), -1);
  self->segment = add_choice (self, columns, _ ("Limb"), segments, EBB_CUFF_FIELD_SEGMENT);
  self->kind = add_choice (self, columns, _ ("Kind"), kinds, -1);
  gtk_box_append (GTK_BOX (card), columns);
  gtk_box_append (GTK_BOX (column), card);
}

static void
build_size (EbbCuffPage *self, GtkWidget *column)
{
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *columns = ebb_columns_new (2, COLUMN_MIN_PX, 16);

  self->width = add_stepper (self, columns, EBB_CUFF_FIELD_WIDTH, _ ("Width of the bladder"), 11.5);
  self->length = add_stepper (self, columns, EBB_CUFF_FIELD_LENGTH, _ ("Length"), 86);
  self->girth_min = add_stepper (self, columns, EBB_CUFF_FIELD_GIRTH_MIN, _ ("Girth from"), 46);
  self->girth_max = add_stepper (self, columns, EBB_CUFF_FIELD_GIRTH_MAX, _ ("Girth to"), 66);
  gtk_box_append (GTK_BOX (card), columns);
  gtk_box_append (GTK_BOX (column), card);
}

static void
build_make (EbbCuffPage *self, GtkWidget *column)
{
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *columns = ebb_columns_new (2, COLUMN_MIN_PX, 16);
  const char *const bladders[] = { _ ("not known"), _ ("single"), _ ("several"), NULL };
  const char *const contours[] = { _ ("not known"), _ ("straight"), _ ("curved"), NULL };
  const char *const latexes[] = { _ ("not known"), _ ("none"), _ ("contained"), NULL };
  const char *const uses[] = { _ ("in use"), _ ("out of use"), NULL };

  self->bladder = add_choice (self, columns, _ ("Bladder"), bladders, -1);
  self->contour = add_choice (self, columns, _ ("Contour"), contours, -1);
  self->latex = add_choice (self, columns, _ ("Latex"), latexes, -1);
  self->site = add_entry (self, columns, _ ("Site"), _ ("Where it is made to lie: proximal"), -1);
  self->retired = add_choice (self, columns, _ ("Use"), uses, -1);
  gtk_box_append (GTK_BOX (card), columns);
  gtk_box_append (GTK_BOX (column), card);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
cuff_page_dispose (GObject *object)
{
  EBB_CUFF_PAGE (object)->filling = TRUE; /* entries that go say "changed" once more */
  G_OBJECT_CLASS (ebb_cuff_page_parent_class)->dispose (object);
}

static void
cuff_page_finalize (GObject *object)
{
  EbbCuffPage *self = EBB_CUFF_PAGE (object);

  ebb_cuff_form_free (self->form);
  g_clear_pointer (&self->cuffs, g_ptr_array_unref);
  g_free (self->draft_key);
  G_OBJECT_CLASS (ebb_cuff_page_parent_class)->finalize (object);
}

static void
ebb_cuff_page_class_init (EbbCuffPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cuff_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = cuff_page_finalize;
}

static void
ebb_cuff_page_init (EbbCuffPage *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *column;

  gtk_box_append (GTK_BOX (page), ebb_form_new (FORM_WIDTH_PX, &column));
  build_what (self, column);
  build_size (self, column);
  build_make (self, column);
  self->status = ebb_label_new ("", "form-error", NULL);
  self->save = ebb_button_new (_ ("Save cuff"), "suggested-action", NULL);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (page), ebb_form_foot_new (FORM_WIDTH_PX, self->status, self->save));
  adw_bin_set_child (ADW_BIN (self), page);
}

EbbPage *
ebb_cuff_page_new (EbbDesk *desk, const EbbCuffRecord *from, GPtrArray *cuffs)
{
  EbbCuffPage *self = g_object_new (EBB_TYPE_CUFF_PAGE, NULL);

  self->desk = desk;
  self->cuffs = g_ptr_array_ref (cuffs);
  self->draft_key = g_strdup_printf ("cuff %s", from != NULL ? from->id : "new");
  self->form = ebb_drafts_take (desk, self->draft_key);
  if (self->form == NULL)
    self->form = ebb_cuff_form_new (from);
  ebb_page_set_title (EBB_PAGE (self), from != NULL ? from->asset : _ ("New cuff"),
                      _ ("Cuffs of the clinic"));
  show (self);
  return EBB_PAGE (self);
}
