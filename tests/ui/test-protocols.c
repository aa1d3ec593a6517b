/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clinic's library in the window: a built-in protocol is duplicated and changed, the picture
 * and the minutes follow, it is found again, prescribed, written to a file and taken in again; a
 * hostile file says what is wrong and changes nothing; what is typed is not lost.
 */
#include "ui-walk.h"

#include "ebb-db-protocols.h"
#include "ebb-field.h"
#include "ebb-protocol-picture.h"
#include "ebb-protocols-page.h"
#include "ebb-stepper.h"

#include <glib/gstdio.h>
#include <string.h>

#define OWN "Knee, our way"

static void
press (UiRig *rig, const char *text)
{
  ui_rig_settle (rig);
  ui_rig_press (rig, text);
  ui_rig_settle (rig);
}

static UiRig *
rig_on_protocols (int width_px, int height_px)
{
  UiRig *rig =
      ui_rig_new (&(UiRigOptions){ .seed = 1, .width_px = width_px, .height_px = height_px });

  ui_rig_settle (rig);
  press (rig, "Protocols");
  g_assert_true (ui_rig_await_button (rig, "Standard 75, long", 5));
  return rig;
}

static gint64
picture_total_ms (UiRig *rig)
{
  GtkWidget *picture = ui_find_type (ui_rig_window (rig), EBB_TYPE_PROTOCOL_PICTURE, 0);
  gint64 total_ms = 0;

  g_assert_nonnull (picture);
  g_assert_true (ebb_protocol_picture_get_total_ms (EBB_PROTOCOL_PICTURE (picture), &total_ms));
  return total_ms;
}

static void
type_into (UiRig *rig, const char *entry, const char *text)
{
  GtkWidget *found = ui_find_entry (ui_rig_window (rig), entry);

  if (found == NULL)
    g_error ("no entry \"%s\"", entry);
  gtk_editable_set_text (GTK_EDITABLE (found), text);
  ui_rig_settle (rig);
}

static gboolean
is_field (GtkWidget *widget, gconstpointer title)
{
  GtkWidget *first = EBB_IS_FIELD (widget) ? gtk_widget_get_first_child (widget) : NULL;

  return first != NULL && g_strcmp0 (gtk_label_get_text (GTK_LABEL (first)), title) == 0
         && EBB_IS_STEPPER (ebb_field_get_control (EBB_FIELD (widget)));
}

static void
type_number (UiRig *rig, const char *title, const char *text)
{
  GtkWidget *field = ui_find (ui_rig_window (rig), is_field, title);
  GtkWidget *entry;

  if (field == NULL)
    g_error ("no number \"%s\"", title);
  entry = ui_find_type (field, GTK_TYPE_ENTRY, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  ui_rig_settle (rig);
}

static void
duplicate (UiRig *rig)
{
  press (rig, "Standard 75, long");
  g_assert_true (ui_rig_await_button (rig, "Duplicate and change", 5));
  press (rig, "Duplicate and change");
  g_assert_true (ui_rig_await_button (rig, "Save protocol", 5));
  ui_rig_settle (rig);
}

/* 75 repetitions of 3 s and three rests of 60 s: 405 s; with 45 s: 360 s (clinical 3.4). */
static void
make_own (UiRig *rig)
{
  duplicate (rig);
  g_assert_cmpint (picture_total_ms (rig), ==, 405000);
  type_number (rig, "Rest", "45");
  g_assert_cmpint (picture_total_ms (rig), ==, 360000);
  g_assert_nonnull (ui_find_label (ui_rig_window (rig), "6:00 of 6:00"));
  type_into (rig, "What it is called here", OWN);
  press (rig, "Save protocol");
  g_assert_true (ui_rig_await_button (rig, OWN, 5));
  ui_rig_settle (rig);
  g_assert_nonnull (ui_find_label (ui_rig_window (rig), "your clinic's"));
}

static EbbProtocolsPage *
page_of (UiRig *rig)
{
  return EBB_PROTOCOLS_PAGE (ui_find_type (ui_rig_window (rig), EBB_TYPE_PROTOCOLS_PAGE, 0));
}

static guint
count_library (UiRig *rig)
{
  EbbDesk *desk = ebb_window_get_desk (EBB_WINDOW (ui_rig_window (rig)));

  return ebb_desk_get_protocols (desk)->len;
}

static gboolean
has_that_many (UiRig *rig, gconstpointer n)
{
  return count_library (rig) == GPOINTER_TO_UINT (n);
}

static gboolean
file_is_there (UiRig *rig, gconstpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
take_in (UiRig *rig, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  ebb_protocols_page_import (page_of (rig), file);
  ui_rig_settle (rig);
}

static void
test_duplicate_and_back (void)
{
  g_autoptr (UiRig) rig = rig_on_protocols (1366, 768);
  g_autofree char *path = g_build_filename (rig->folder, "own.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (EbbProtocol) read = NULL;
  guint before = count_library (rig);

  make_own (rig);
  ebb_protocols_page_export (page_of (rig), file);
  g_assert_true (ui_rig_await (rig, file_is_there, path, 5));
  read = ebb_protocol_load_file (path, NULL);
  g_assert_cmpstr (read->name, ==, OWN);
  g_assert_cmpuint (read->rest_s, ==, 45);
  /* It is here already: asked, and taken in beside it. */
  take_in (rig, path);
  g_assert_true (ui_rig_await_button (rig, "New copy", 5));
  ui_rig_settle (rig);
  ui_rig_press (rig, "New copy");
  g_assert_true (ui_rig_await (rig, has_that_many, GUINT_TO_POINTER (before + 2), 5));
  g_unlink (path);
}

/* A therapist finds it where protocols are prescribed, and a session where it runs. */
static void
test_is_offered (void)
{
  g_autoptr (UiRig) rig = rig_on_protocols (1366, 768);
  g_autoptr (GPtrArray) offered = NULL;
  guint n = 0;

  make_own (rig);
  ui_rig_run (rig, 1);
  ui_rig_settle (rig);
  offered = ebb_protocol_shelf_list ();
  for (guint i = 0; i < offered->len; i++)
    n += strcmp (((const EbbProtocol *) g_ptr_array_index (offered, i))->name, OWN) == 0 ? 1 : 0;
  g_assert_cmpuint (n, ==, 1);
}

/* Wrong numbers are told beside their field with the range, and typing them loses nothing. */
static void
test_wrong_and_left (void)
{
  g_autoptr (UiRig) rig = rig_on_protocols (1024, 600);
  GtkWidget *window = ui_rig_window (rig);

  duplicate (rig);
  type_number (rig, "Rest", "700");
  g_assert_nonnull (ui_find_label (window, "Rest: 700; allowed: a whole number from 0 to 600"));
  press (rig, "Save protocol");
  g_assert_nonnull (ui_find_button (window, "Save protocol")); /* still there */
  gtk_widget_activate_action (window, "win.back", NULL);
  g_assert_true (ui_rig_await_button (rig, "Duplicate and change", 5));
  press (rig, "Duplicate and change");
  g_assert_true (ui_rig_await_label (rig, "As you left it", 5));
  g_assert_nonnull (ui_find_label (window, "Rest: 700"));
  press (rig, "Start afresh");
  g_assert_null (ui_find_label (window, "Rest: 700"));
  g_assert_cmpint (picture_total_ms (rig), ==, 405000);
}

static void
test_lock_and_retire (void)
{
  g_autoptr (UiRig) rig = rig_on_protocols (1366, 768);
  GtkWidget *window = ui_rig_window (rig);

  make_own (rig);
  press (rig, "Lock");
  g_assert_nonnull (ui_find_label (window, "Reason: missing"));
  type_into (rig, "Agreed on", "Agreed on in the team");
  press (rig, "Lock");
  g_assert_true (ui_rig_await_label (rig, "Locked by", 5));
  ui_rig_settle (rig);
  g_assert_null (ui_find_button (window, "Change"));
  g_assert_nonnull (ui_find_button (window, "Duplicate and change"));
  press (rig, "Retire");
  g_assert_true (ui_rig_await_button (rig, "Offer it again", 5));
  press (rig, "Offer it again");
  g_assert_true (ui_rig_await_button (rig, "Retire", 5));
}

/* What a stranger's file may hold; each says what and where, and the library stays as it is. */
static void
test_hostile_files (void)
{
  g_autofree char *deep = g_strnfill (30000, '[');
  g_autofree char *huge = g_strnfill (1024 * 1024 + 1, ' ');
  const struct {
    const char *text;
    gssize length;
    const char *says;
  } rows[] = {
    { "", 0, "own.json" },
    { deep, -1, "32" },
    { huge, -1, "at most" },
    { "{\"format\": \"ebb-protocol\", \"format\": \"x\"}", -1, "twice" },
    { "{\"format\": \"ebb-protocol\", \"format_version\": 2, \"id\": \"a\xff\"}", -1, "UTF-8" },
    { "{\"format\": \"ebb-protocol\",\n\"format_version\": 1e400}", -1, "2" },
    { "{\"format\": \"ebb-protocol\", \"format_version\": NaN}", -1, "own.json:1" },
    { "{\"format\": \"ebb-protocol\",\n\"format_version\": 3}", -1, "format_version" },
    { "[1, 2, 3]", -1, "object" },
  };
  g_autoptr (UiRig) rig = rig_on_protocols (1366, 768);
  g_autofree char *path = g_build_filename (rig->folder, "own.json", NULL);
  guint before = count_library (rig);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_true (g_file_set_contents (path, rows[i].text, rows[i].length, NULL));
    take_in (rig, path);
    g_assert_nonnull (ui_find_label (ui_rig_window (rig), rows[i].says));
    press (rig, "Close");
  }
  ui_rig_run (rig, 1);
  g_assert_cmpuint (count_library (rig), ==, before);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocols/duplicate-and-back", test_duplicate_and_back);
  g_test_add_func ("/protocols/is-offered", test_is_offered);
  g_test_add_func ("/protocols/wrong-and-left", test_wrong_and_left);
  g_test_add_func ("/protocols/lock-and-retire", test_lock_and_retire);
  g_test_add_func ("/protocols/hostile-files", test_hostile_files);
  return g_test_run ();
}
