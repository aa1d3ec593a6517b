/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-consent.h"
#include "ebb-date-text.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-protocol-entry.h"
#include "ebb-screening-text.h"
#include "ebb-store-ask-visit.h"
#include "ebb-visit-pages.h"
#include "ebb-visit-tabs.h"
#include "ebb-visit-text.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define CARD_MIN_PX   340
#define BUTTON_MIN_PX 170
#define SPACING_PX    8
#define ROW_MIN_PX    300

#define EBB_TYPE_SCREENING_TAB (ebb_screening_tab_get_type ())
G_DECLARE_FINAL_TYPE (EbbScreeningTab, ebb_screening_tab, EBB, SCREENING_TAB, GtkBox)

struct _EbbScreeningTab {
  GtkBox parent_instance;
  EbbDesk *desk; /* borrowed */
  EbbPatient *patient;
  EbbScreeningPast *past; /* NULL until it is loaded */
  gint64 now_unix_us;
  gboolean preconditioning_prescribed;
  GCancellable *loading;
  GtkWidget *status;
};

G_DEFINE_FINAL_TYPE (EbbScreeningTab, ebb_screening_tab, GTK_TYPE_BOX)

static void
open_page (EbbScreeningTab *self, EbbPage *page)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL)
    ebb_window_open_page (window, page);
  else
    g_object_unref (g_object_ref_sink (page));
}

static GtkWidget *
add_button (EbbScreeningTab *self, GtkWidget *columns, const char *text, GCallback clicked)
{
  GtkWidget *button = ebb_button_new (text, "touch", NULL);

  g_signal_connect_swapped (button, "clicked", clicked, self);
  ebb_columns_append (EBB_COLUMNS (columns), button);
  return button;
}

/* --- In force ------------------------------------------------------------------------------ */

static void
on_health (EbbScreeningTab *self)
{
  open_page (self, ebb_health_page_new (self->desk, self->patient));
}

static void
on_wells (EbbScreeningTab *self)
{
  open_page (self, ebb_wells_page_new (self->desk, self->patient));
}

static void
add_acts (EbbScreeningTab *self, GtkWidget *card, const EbbScreeningStatus *status)
{
  GtkWidget *columns = ebb_columns_new (3, BUTTON_MIN_PX, SPACING_PX);

  ebb_columns_append (EBB_COLUMNS (columns),
                      ebb_action_button_new (_ ("Screen"), "patient.screen", NULL));
  if (status->wants_clearance)
    ebb_columns_append (
        EBB_COLUMNS (columns),
        ebb_action_button_new (_ ("Record clearance"), "patient.record-clearance", NULL));
  if (status->may_override)
    ebb_columns_append (
        EBB_COLUMNS (columns),
        ebb_action_button_new (_ ("Train without it today…"), "patient.train-unscreened", NULL));
  add_button (self, columns, _ ("Health has changed"), G_CALLBACK (on_health));
  add_button (self, columns, _ ("Wells score"), G_CALLBACK (on_wells));
  gtk_widget_set_margin_top (columns, SPACING_PX);
  gtk_box_append (GTK_BOX (card), columns);
}

static GtkWidget *
make_in_force (EbbScreeningTab *self)
{
  g_autofree char *today = ebb_date_of_moment (self->now_unix_us);
  g_auto (EbbScreeningStatus) status = { 0 };
  g_autofree char *detail = NULL;
  GtkWidget *card = ebb_card_new (_ ("In force"));

  ebb_screening_status (self->past->file, self->patient->id, today, &status);
  detail = ebb_dates_in_words (status.detail);
  gtk_box_append (GTK_BOX (card), ebb_label_new (status.value, "card-value", NULL));
  if (*detail != '\0')
    gtk_box_append (GTK_BOX (card), ebb_label_new (detail, NULL, NULL));
  add_acts (self, card, &status);
  return card;
}

/* --- Questionnaire -------------------------------------------------------------------------- */

static void
on_hand_out (EbbScreeningTab *self)
{
  open_page (self, ebb_intake_page_new (self->desk, self->patient, self->past->file));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbScreeningTab) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);

  if (id == NULL)
    ebb_label_update (self->status, error->message);
  else
    ebb_desk_tell_records (self->desk, self->patient->id);
}

/* The answers stand on the paper; here it only says that there is one to be reviewed. */
static void
on_paper (EbbScreeningTab *self)
{
  EbbIntake *intake = g_new0 (EbbIntake, 1);

  intake->patient_id = g_strdup (self->patient->id);
  intake->answers = ebb_screening_new ();
  intake->answers->list_id = g_strdup (self->past->file->list->id);
  intake->answers->list_version = self->past->file->list->version;
  intake->on_paper = TRUE;
  intake->operator_name = g_strdup (ebb_desk_get_operator (self->desk));
  intake->filled_unix_us = ebb_clock_wall_unix_us ();
  ebb_store_put_intake_async (ebb_desk_get_store (self->desk), intake, on_written,
                              g_object_ref (self));
}

static char *
intake_text (const EbbIntake *intake, const EbbScreeningList *list)
{
  g_autofree char *day = NULL, *shown = NULL;
  guint n_answered, n_asked;

  if (intake == NULL)
    return g_strdup (_ ("The patient may fill it in before the visit. You then review what was "
                        "answered yes or not at all."));
  day = ebb_date_of_moment (intake->filled_unix_us);
  shown = ebb_format_date_short (day);
  if (intake->on_paper)
    return g_strdup_printf (_ ("Filled in on paper, %s; not reviewed yet"), shown);
  n_answered = ebb_intake_n_of (intake, list);
  n_asked = ebb_screening_list_n_asked (list);
  if (n_answered < n_asked)
    return g_strdup_printf (_ ("Begun on the screen, %s: %u of %u answered"), shown, n_answered,
                            n_asked);
  return g_strdup_printf (_ ("Filled in on the screen, %s: all %u answered, not reviewed yet"),
                          shown, n_asked);
}

static GtkWidget *
make_questionnaire (EbbScreeningTab *self)
{
  GtkWidget *card = ebb_card_new (_ ("Questionnaire"));
  GtkWidget *columns = ebb_columns_new (3, BUTTON_MIN_PX, SPACING_PX);
  const EbbIntake *intake = self->past->intake;
  g_autofree char *text = intake_text (intake, self->past->file->list);

  gtk_box_append (GTK_BOX (card), ebb_label_new (text, intake != NULL ? "card-value" : NULL, NULL));
  if (intake != NULL) {
    GtkWidget *review = ebb_action_button_new (_ ("Review answers"), "patient.screen", NULL);

    ebb_columns_append (EBB_COLUMNS (columns), review);
  }
  add_button (self, columns, _ ("Hand to the patient"), G_CALLBACK (on_hand_out));
  add_button (self, columns, _ ("Filled in on paper"), G_CALLBACK (on_paper));
  gtk_widget_set_margin_top (columns, SPACING_PX);
  gtk_box_append (GTK_BOX (card), columns);
  return card;
}

/* --- Papers -------------------------------------------------------------------------------- */

static EbbPaper
paper_of (GtkWidget *button)
{
  return (EbbPaper) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "paper"));
}

static void
on_sign (GtkWidget *button, EbbScreeningTab *self)
{
  open_page (self, ebb_consent_page_new (self->desk, self->patient, paper_of (button)));
}

static void
on_take_back (GtkWidget *button, EbbScreeningTab *self)
{
  const EbbConsent *consent = ebb_consent_in_force (self->past->consents, paper_of (button));
  g_autofree char *today = ebb_date_of_moment (ebb_clock_wall_unix_us ());

  if (consent == NULL)
    return;
  gtk_widget_set_sensitive (button, FALSE);
  ebb_store_withdraw_consent_async (ebb_desk_get_store (self->desk), consent, today,
                                    ebb_desk_get_operator (self->desk), on_written,
                                    g_object_ref (self));
}

static GtkWidget *
make_paper_button (EbbScreeningTab *self, EbbPaper paper)
{
  gboolean stands = ebb_consent_in_force (self->past->consents, paper) != NULL;
  gboolean instruction = paper == EBB_PAPER_INSTRUCTION;
  const char *text = instruction ? _ ("Instruction given…")
                     : stands    ? _ ("Take back")
                                 : _ ("Consent…");
  GtkWidget *button = ebb_button_new (text, "touch", NULL);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", ebb_wording_title (paper), text);

  g_object_set_data (G_OBJECT (button), "paper", GINT_TO_POINTER (paper));
  ebb_widget_set_accessible (button, spoken, NULL);
  g_signal_connect (button, "clicked",
                    stands && !instruction ? G_CALLBACK (on_take_back) : G_CALLBACK (on_sign),
                    self);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

/* One that was given stays to be seen, also when the clinic has turned the mode off since. */
static gboolean
shows_paper (EbbScreeningTab *self, EbbPaper paper)
{
  return ebb_consent_in_force (self->past->consents, paper) != NULL
         || ebb_consent_matters (&self->past->file->settings, self->preconditioning_prescribed,
                                 paper);
}

static GtkWidget *
make_papers (EbbScreeningTab *self)
{
  GtkWidget *card = ebb_card_new (_ ("Signed"));

  for (int paper = 0; paper < EBB_N_PAPERS; paper++) {
    if (!shows_paper (self, (EbbPaper) paper))
      continue;
    GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
    g_autofree char *text = ebb_consent_text (self->past->consents, (EbbPaper) paper);

    gtk_box_append (GTK_BOX (words),
                    ebb_label_new (ebb_wording_title ((EbbPaper) paper), "session-when", NULL));
    gtk_box_append (GTK_BOX (words), ebb_label_new (text, "patient-dim", NULL));
    gtk_widget_set_margin_top (words, SPACING_PX);
    gtk_box_append (
        GTK_BOX (card),
        ebb_beside_new (words, make_paper_button (self, (EbbPaper) paper), ROW_MIN_PX, 12));
  }
  return card;
}

/* --- What was before ------------------------------------------------------------------------ */

static void
add_line (GtkWidget *card, const char *text)
{
  gtk_box_append (GTK_BOX (card), ebb_label_new (text, NULL, NULL));
}

static GtkWidget *
make_beside (EbbScreeningTab *self)
{
  const EbbScreeningPast *past = self->past;
  GtkWidget *card = ebb_card_new (_ ("Clearances, exceptions, news"));

  for (guint i = 0; i < past->clearances->len; i++) {
    g_autofree char *line =
        ebb_clearance_line (g_ptr_array_index (past->clearances, i), past->file->list);

    add_line (card, line);
  }
  for (guint i = 0; i < past->overrides->len; i++) {
    const EbbScreeningOverride *override = g_ptr_array_index (past->overrides, i);
    g_autofree char *day = ebb_format_date_short (override->overridden_on);
    g_autofree char *line = g_strdup_printf (_ ("%s: trained without a valid screening, %s (%s)"),
                                             day, override->reason, override->operator_name);

    add_line (card, line);
  }
  for (guint i = 0; i < past->changes->len; i++) {
    const EbbHealthChange *change = g_ptr_array_index (past->changes, i);
    g_autofree char *day = ebb_date_of_moment (change->noted_unix_us);
    g_autofree char *shown = ebb_format_date_short (day);
    g_autofree char *line = g_strdup_printf (_ ("%s: health has changed: %s"), shown, change->what);

    add_line (card, line);
  }
  gtk_widget_set_visible (card,
                          past->clearances->len + past->overrides->len + past->changes->len > 0);
  return card;
}

static GtkWidget *
make_history (EbbScreeningTab *self)
{
  const EbbScreeningPast *past = self->past;
  GtkWidget *card = ebb_card_new (_ ("Screenings"));

  if (past->screenings->len == 0)
    add_line (card, _ ("None yet."));
  for (guint i = 0; i < past->screenings->len; i++) {
    const EbbScreening *screening = g_ptr_array_index (past->screenings, i);
    g_autofree char *line = ebb_screening_line (screening);
    g_autofree char *answers =
        ebb_screening_answers_text (screening, g_ptr_array_index (past->lists, i));
    GtkWidget *expander = ebb_expander_new (line);

    gtk_widget_add_css_class (expander, "touch");
    gtk_expander_set_child (GTK_EXPANDER (expander), ebb_label_new (answers, "past-answers", NULL));
    gtk_box_append (GTK_BOX (card), expander);
  }
  return card;
}

/* --- Loading -------------------------------------------------------------------------------- */

static void
build (EbbScreeningTab *self)
{
  GtkWidget *columns = ebb_columns_new (2, CARD_MIN_PX, 14);

  ebb_columns_append (EBB_COLUMNS (columns), make_in_force (self));
  ebb_columns_append (EBB_COLUMNS (columns), make_questionnaire (self));
  gtk_box_append (GTK_BOX (self), columns);
  gtk_box_append (GTK_BOX (self), make_papers (self));
  gtk_box_append (GTK_BOX (self), make_beside (self));
  gtk_box_append (GTK_BOX (self), make_history (self));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  EbbScreeningTab *self = user;
  g_autoptr (GError) error = NULL;
  EbbScreeningPast *past = ebb_store_ask_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  ebb_label_update (self->status, past != NULL ? "" : error->message);
  gtk_widget_set_visible (self->status, past == NULL);
  self->past = past;
  if (past != NULL)
    build (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "patient.take-up", NULL);
}

static void
screening_tab_dispose (GObject *object)
{
  EbbScreeningTab *self = EBB_SCREENING_TAB (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  G_OBJECT_CLASS (ebb_screening_tab_parent_class)->dispose (object);
}

static void
screening_tab_finalize (GObject *object)
{
  EbbScreeningTab *self = EBB_SCREENING_TAB (object);

  ebb_screening_past_free (self->past);
  ebb_patient_free (self->patient);
  G_OBJECT_CLASS (ebb_screening_tab_parent_class)->finalize (object);
}

static void
ebb_screening_tab_class_init (EbbScreeningTabClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = screening_tab_dispose;
  G_OBJECT_CLASS (klass)->finalize = screening_tab_finalize;
}

static void
ebb_screening_tab_init (EbbScreeningTab *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 14);
  self->status = ebb_label_new (_ ("Loading…"), "patient-dim", NULL);
  gtk_box_append (GTK_BOX (self), self->status);
}

static gboolean
is_preconditioning_prescribed (const EbbPatientFile *file)
{
  for (guint i = 0; i < file->prescriptions->len; i++) {
    const EbbPrescriptionRecord *record = g_ptr_array_index (file->prescriptions, i);
    g_autoptr (EbbProtocol) protocol = ebb_protocol_shelf_load (record->protocol_id, NULL);

    if (protocol != NULL && protocol->training == EBB_TRAINING_PRECONDITIONING)
      return TRUE;
  }
  return FALSE;
}

GtkWidget *
ebb_screening_tab_new (const EbbPatientScene *scene)
{
  EbbScreeningTab *self = g_object_new (EBB_TYPE_SCREENING_TAB, NULL);

  self->desk = scene->desk;
  self->patient = ebb_patient_copy (scene->file->patient);
  self->now_unix_us = scene->now_unix_us;
  self->preconditioning_prescribed = is_preconditioning_prescribed (scene->file);
  self->loading = g_cancellable_new ();
  ebb_store_load_screening_past_async (ebb_desk_get_store (self->desk), self->patient->id,
                                       self->now_unix_us, self->loading, on_loaded, self);
  return GTK_WIDGET (self);
}
