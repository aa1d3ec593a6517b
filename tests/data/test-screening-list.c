/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked before training: the built-in lists are whole, a wrong one says where, answers come
 * back from the store as they were given, and nothing that is stored can be changed.
 */
#include "data-rig.h"
#include "ebb-check-list.h"
#include "ebb-db-screening.h"

#include <string.h>

static EbbScreeningList *
load (void)
{
  g_autoptr (GError) error = NULL;
  EbbScreeningList *list = ebb_screening_list_load_builtin (&error);

  g_assert_no_error (error);
  return list;
}

/* All 39 conditions, each with a question and a source; the split ones twice. */
static void
test_builtin (void)
{
  g_autoptr (EbbScreeningList) list = load ();
  gboolean seen[40] = { FALSE };

  for (guint i = 0; i < list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (list->items, i);

    g_assert_cmpuint (item->number, <, G_N_ELEMENTS (seen));
    g_assert_cmpint (item->effect, !=, EBB_EFFECT_NONE);
    g_assert_cmpint (item->question[0], !=, '\0');
    g_assert_cmpint (item->source[0], !=, '\0');
    seen[item->number] = TRUE;
  }
  for (guint number = 1; number <= 39; number++)
    g_assert_true (seen[number]);
  g_assert_cmpuint (list->valid_days, ==, 90);
  g_assert_cmpuint (list->score_physician_from, ==, 5);
}

/* Where a condition has two classes it is two questions. */
static void
test_split (void)
{
  static const struct {
    const char *id;
    guint number;
    EbbEffect effect;
    EbbScreeningScope scope;
  } rows[] = {
    { "dvt-current", 1, EBB_EFFECT_REFUSED, EBB_SCOPE_PERSON },
    { "dvt-past", 1, EBB_EFFECT_PHYSICIAN, EBB_SCOPE_PERSON },
    { "dialysis-access", 7, EBB_EFFECT_REFUSED, EBB_SCOPE_LIMB },
    { "arrhythmia", 10, EBB_EFFECT_REFUSED, EBB_SCOPE_PERSON },
    { "atrial-fibrillation", 10, EBB_EFFECT_PHYSICIAN, EBB_SCOPE_PERSON },
    { "pregnancy", 13, EBB_EFFECT_REFUSED, EBB_SCOPE_PERSON },
    { "post-partum", 13, EBB_EFFECT_PHYSICIAN, EBB_SCOPE_PERSON },
    { "sickle-cell", 14, EBB_EFFECT_REFUSED, EBB_SCOPE_PERSON },
    { "sickle-trait", 14, EBB_EFFECT_PHYSICIAN, EBB_SCOPE_PERSON },
    { "lymph-nodes", 16, EBB_EFFECT_REFUSED, EBB_SCOPE_ARM },
    { "age-over-60", 30, EBB_EFFECT_CAUTION, EBB_SCOPE_PERSON },
  };
  g_autoptr (EbbScreeningList) list = load ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const EbbScreeningItem *item = ebb_screening_list_find (list, rows[i].id);

    g_assert_nonnull (item);
    g_assert_cmpuint (item->number, ==, rows[i].number);
    g_assert_cmpint (item->effect, ==, rows[i].effect);
    g_assert_cmpint (item->scope, ==, rows[i].scope);
  }
  g_assert_null (ebb_screening_list_find (list, "no-such"));
}

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, 2);

  g_assert_nonnull (parts[1]);
  return g_strconcat (parts[0], to, parts[1], NULL);
}

/* A wrong file names the line, the field, the value and what is allowed. */
static void
test_wrong (void)
{
  static const struct {
    const char *from, *to, *told[4];
  } rows[] = {
    { "\"class\": \"absolute\"", "\"class\": \"maybe\"", { "class", "maybe", "physician", ":15" } },
    { "\"valid_days\": 90", "\"valid_days\": 0", { "valid_days", "0", "1 to 366", ":8" } },
    { "\"id\": \"dvt-past\"", "\"id\": \"dvt-current\"", { "id", "dvt-current", "no other", ":" } },
    { "\"items\": \"dvt-current dvt-past\"",
      "\"items\": \"dvt-curent\"",
      { "items", "dvt-curent", "ids", ":" } },
    { "\"max_percent_lop\": 50",
      "\"max_percent_lop\": 101",
      { "max_percent_lop", "101", "20 to 80", ":" } },
    { "\"systolic_from\": 140",
      "\"systolic_from\": 170",
      { "systolic_from", "amber", "less", ":" } },
    { "\"scope\": \"person\"",
      "\"scope\": \"person\", \"colour\": \"red\"",
      { "colour", "unknown", "only", ":16" } },
  };
  g_autoptr (EbbScreeningList) list = load ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = replace (list->json, rows[i].from, rows[i].to);

    g_assert_null (ebb_screening_list_parse ("test.json", text, -1, &error));
    g_assert_nonnull (error);
    g_assert_true (g_str_has_prefix (error->message, "test.json:"));
    for (gsize t = 0; t < G_N_ELEMENTS (rows[i].told); t++)
      if (strstr (error->message, rows[i].told[t]) == NULL)
        g_error ("\"%s\" does not say \"%s\"", error->message, rows[i].told[t]);
  }
}

/* Each sign at which to stop says what to do. */
static void
test_checks (void)
{
  static const struct {
    const char *id;
    EbbSignAction action;
    double over;
  } signs[] = {
    { "heart-lung", EBB_SIGN_EMERGENCY, -1 },    { "numbness", EBB_SIGN_LOWER, -1 },
    { "pain", EBB_SIGN_DEFLATE_STOP, 7 },        { "refill", EBB_SIGN_DEFLATE, 3 },
    { "normal", EBB_SIGN_CONTINUE, -1 },         { "systolic", EBB_SIGN_DEFLATE_STOP, 250 },
    { "diastolic", EBB_SIGN_DEFLATE_STOP, 115 }, { "form", EBB_SIGN_END_SET, -1 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbCheckList) list = ebb_check_list_load_builtin (&error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++) {
    const EbbStopSign *sign = ebb_check_list_find_sign (list, signs[i].id);

    g_assert_nonnull (sign);
    g_assert_cmpint (sign->action, ==, signs[i].action);
    if (signs[i].over > 0)
      g_assert_cmpfloat (sign->over, ==, signs[i].over);
  }
  g_assert_cmpint (ebb_check_list_find (list, "health-change")->effect, ==, EBB_CHECK_SCREEN_AGAIN);
  g_assert_cmpint (ebb_check_list_find (list, "ill-today")->effect, ==, EBB_CHECK_NOT_TODAY);
  g_assert_cmpint (ebb_check_list_find (list, "one-sided")->effect, ==, EBB_CHECK_REFER);
  g_assert_cmpint (ebb_check_list_find (list, "bp")->effect, ==, EBB_CHECK_TIER);
}

static EbbScreening *
make (const EbbScreeningList *list)
{
  EbbScreening *screening = ebb_screening_new ();

  screening->patient_id = g_strdup (PATIENT_ID);
  screening->list_id = g_strdup (list->id);
  screening->list_version = list->version;
  screening->screened_on = g_strdup ("2026-02-03");
  screening->valid_until = g_strdup ("2026-05-04");
  screening->age_years = 45;
  screening->sex = g_strdup ("female");
  screening->height_cm = 172.5;
  screening->weight_kg = 71.2;
  screening->first = (EbbBloodPressure){ 165, 92 };
  screening->second = (EbbBloodPressure){ 138, 84 };
  screening->outcome = EBB_SCREENING_LIMITS;
  screening->max_percent_lop = 50;
  screening->intermittent = TRUE;
  screening->score = 4;
  ebb_screening_answer (screening, "wound", TRUE, EBB_LIMB_LEFT_LEG, "heel, 1 cm");
  ebb_screening_answer (screening, "stroke", FALSE, 0, NULL);
  g_ptr_array_add (screening->wells, g_strdup ("calf"));
  return screening;
}

/* What was answered, measured and found out; a question that was not asked stays unanswered. */
static void
test_stored (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbScreeningList) list = load ();
  g_autoptr (EbbScreening) screening = make (list);
  g_autoptr (EbbScreeningFile) file = NULL;
  g_autoptr (GError) error = NULL;
  const EbbScreening *back;

  data_put_patient (rig->db, PATIENT_ID, "Example, Ann");
  g_assert_true (ebb_db_put_screening (rig->db, screening, list, &error));
  g_assert_no_error (error);
  file = ebb_db_load_screening_file (rig->db, PATIENT_ID, SESSION_UNIX_US, &error);
  g_assert_no_error (error);
  back = file->screening;
  g_assert_nonnull (back);
  g_assert_cmpstr (back->id, ==, screening->id);
  g_assert_cmpstr (file->list->json, ==, list->json);
  g_assert_cmpint (back->age_years, ==, 45);
  g_assert_cmpfloat_with_epsilon (back->height_cm, 172.5, 1e-9);
  g_assert_cmpint (back->second.systolic_mmhg, ==, 138);
  g_assert_cmpint (back->second.diastolic_mmhg, ==, 84);
  g_assert_cmpint (back->outcome, ==, EBB_SCREENING_LIMITS);
  g_assert_cmpfloat (back->max_percent_lop, ==, 50);
  g_assert_true (back->intermittent);
  g_assert_cmpstr (back->valid_until, ==, "2026-05-04");
  g_assert_true (ebb_screening_find_answer (back, "wound")->yes);
  g_assert_cmpuint (ebb_screening_find_answer (back, "wound")->limbs, ==, EBB_LIMB_LEFT_LEG);
  g_assert_false (ebb_screening_find_answer (back, "stroke")->yes);
  g_assert_null (ebb_screening_find_answer (back, "pregnancy"));
  g_assert_cmpuint (back->wells->len, ==, 1);
}

static void
test_never_changed (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbScreeningList) list = load ();
  g_autoptr (EbbScreening) screening = make (list);

  data_put_patient (rig->db, PATIENT_ID, "Example, Ann");
  g_assert_true (ebb_db_put_screening (rig->db, screening, list, NULL));
  g_assert_false (ebb_db_execute (rig->db, "UPDATE screening SET outcome = 'cleared'", NULL));
  g_assert_false (ebb_db_execute (rig->db, "DELETE FROM screening", NULL));
  g_assert_false (ebb_db_execute (rig->db, "UPDATE screening_list SET json = '{}'", NULL));

  /* The same version with another text. */
  g_autofree char *text = replace (list->json, "\"valid_days\": 90", "\"valid_days\": 30");
  g_autoptr (EbbScreeningList) other = ebb_screening_list_parse ("other", text, -1, NULL);
  g_autoptr (EbbScreening) again = make (list);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (other);
  g_assert_false (ebb_db_put_screening (rig->db, again, other, &error));
  data_assert_error (error, INVALID);
}

/* The last one written counts, also within the same moment. */
static void
test_newest (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbScreeningList) list = load ();

  data_put_patient (rig->db, PATIENT_ID, "Example, Ann");
  for (int i = 0; i < 5; i++) {
    g_autoptr (EbbScreening) screening = make (list);

    screening->score = i;
    g_assert_true (ebb_db_put_screening (rig->db, screening, list, NULL));
  }
  g_autoptr (GPtrArray) all = ebb_db_list_screenings (rig->db, PATIENT_ID, 10, NULL);
  g_assert_cmpuint (all->len, ==, 5);
  for (guint i = 0; i < all->len; i++)
    g_assert_cmpint (((EbbScreening *) all->pdata[i])->score, ==, 4 - (int) i);
}

/* A clearance is of this patient's screening, by somebody, and not of tomorrow. */
static void
test_clearance (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbScreeningList) list = load ();
  g_autoptr (EbbScreening) screening = make (list);

  data_put_patient (rig->db, PATIENT_ID, "Example, Ann");
  data_put_patient (rig->db, DATA_ID ("9"), "Sample, Bob");
  g_assert_true (ebb_db_put_screening (rig->db, screening, list, NULL));
  const struct {
    const char *patient_id, *physician, *cleared_on;
    gboolean taken;
  } rows[] = {
    { PATIENT_ID, "Dr. Sample", "2026-02-03", TRUE },
    { DATA_ID ("9"), "Dr. Sample", "2026-02-03", FALSE },
    { PATIENT_ID, "", "2026-02-03", FALSE },
    { PATIENT_ID, "Dr. Sample", "2026-02-30", FALSE },
    { PATIENT_ID, "Dr. Sample", "9999-01-01", FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbClearance clearance = { .patient_id = (char *) rows[i].patient_id,
                               .screening_id = screening->id,
                               .physician = (char *) rows[i].physician,
                               .cleared_on = (char *) rows[i].cleared_on,
                               .scope = (char *) "stroke" };

    g_assert_cmpint (ebb_db_put_clearance (rig->db, &clearance, NULL), ==, rows[i].taken);
    g_free (clearance.id);
  }
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM clearance"), ==, 1);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM audit "
                                            "WHERE object = 'clearance'"),
                   ==, 1);
}

/* An override is audited, and found on its day alone. */
static void
test_override (DataRig *rig, gconstpointer unused)
{
  EbbScreeningOverride override = { .patient_id = (char *) PATIENT_ID,
                                    .reason = (char *) "only a demonstration",
                                    .operator_name = (char *) "Tester",
                                    .overridden_on = (char *) "2026-02-03" };

  data_put_patient (rig->db, PATIENT_ID, "Example, Ann");
  g_assert_true (ebb_db_put_screening_override (rig->db, &override, NULL));
  g_free (override.id);
  override.id = NULL;
  override.reason = (char *) "";
  g_assert_false (ebb_db_put_screening_override (rig->db, &override, NULL));
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM audit WHERE "
                                            "action = 'override' AND object = 'screening'"),
                   ==, 1);
  for (int day = -1; day <= 1; day++) {
    g_autoptr (EbbScreeningFile) file = ebb_db_load_screening_file (
        rig->db, PATIENT_ID, SESSION_UNIX_US + day * G_GINT64_CONSTANT (86400000000), NULL);

    g_assert_cmpint (file->override != NULL, ==, day == 0);
  }
}

static void
test_settings (DataRig *rig, gconstpointer unused)
{
  EbbScreeningSettings settings;

  g_assert_true (ebb_db_load_screening_settings (rig->db, &settings, NULL));
  g_assert_cmpint (settings.diastolic_block_mmhg, ==, 100);
  g_assert_true (settings.order_required);
  g_assert_true (
      ebb_db_put_screening_setting (rig->db, "screening-diastolic-block", 110, "ACSM", NULL));
  g_assert_false (
      ebb_db_put_screening_setting (rig->db, "screening-diastolic-block", 111, "", NULL));
  g_assert_false (
      ebb_db_put_screening_setting (rig->db, "screening-diastolic-block", 99, "", NULL));
  g_assert_false (ebb_db_put_screening_setting (rig->db, "no-such", 1, "", NULL));
  g_assert_true (ebb_db_put_screening_setting (rig->db, "order-required", 0, NULL, NULL));
  g_assert_true (ebb_db_load_screening_settings (rig->db, &settings, NULL));
  g_assert_cmpint (settings.diastolic_block_mmhg, ==, 110);
  g_assert_false (settings.order_required);
}

static void
test_ages (void)
{
  g_assert_cmpint (ebb_date_years_between ("1966-02-03", "2026-02-02"), ==, 59);
  g_assert_cmpint (ebb_date_years_between ("1966-02-03", "2026-02-03"), ==, 60);
  g_assert_cmpint (ebb_date_years_between ("2026-02-04", "2026-02-03"), ==, -1);
  g_assert_cmpint (ebb_date_years_between ("x", "2026-02-03"), ==, -1);
  g_autofree char *after = ebb_date_after ("2026-12-31", 90);
  g_assert_cmpstr (after, ==, "2027-03-31");
}

#define ADD(path, function)                                                                        \
  g_test_add (path, DataRig, NULL, data_rig_set_up, function, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/screening-list/builtin", test_builtin);
  g_test_add_func ("/screening-list/split", test_split);
  g_test_add_func ("/screening-list/wrong", test_wrong);
  g_test_add_func ("/screening-list/checks", test_checks);
  g_test_add_func ("/screening-list/ages", test_ages);
  ADD ("/screening-list/stored", test_stored);
  ADD ("/screening-list/never-changed", test_never_changed);
  ADD ("/screening-list/newest", test_newest);
  ADD ("/screening-list/clearance", test_clearance);
  ADD ("/screening-list/override", test_override);
  ADD ("/screening-list/settings", test_settings);
  return g_test_run ();
}
