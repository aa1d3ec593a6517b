/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl limb cuff | cuffs | girth | girths
 */
#include "ctl-limb.h"
#include "ctl-live.h"
#include "ebb-cuff-fit.h"
#include "ebb-day.h"
#include "ebb-db-limbs.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* --- A cuff is put on record ------------------------------------------------------------- */

typedef struct {
  CtlLimbOptions limb;
  char *asset, *name, *kind, *length, *girth_min, *girth_max, *bladder, *contour, *material,
      *latex; /* owned */
  gboolean retired;
} CuffOptions;

static void
cuff_options_clear (CuffOptions *o)
{
  char *texts[] = { o->asset,     o->name,    o->kind,    o->length,   o->girth_min,
                    o->girth_max, o->bladder, o->contour, o->material, o->latex };

  ctl_limb_options_clear (&o->limb);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}

static gboolean
read_word (const char *option, const char *text, const char *const *words, const char *allowed)
{
  if (text == NULL || g_strv_contains (words, text))
    return TRUE;
  ctl_fail_text (_ ("%s is \"%s\"; allowed: %s"), option, text, allowed);
  return FALSE;
}

static gboolean
read_cuff_words (const CuffOptions *o)
{
  static const char *const kinds[] = { "bfr", "blood-pressure", NULL };
  static const char *const bladders[] = { "single", "several", NULL };
  static const char *const contours[] = { "straight", "curved", NULL };
  static const char *const materials[] = { "nylon", "elastic", NULL };
  static const char *const latexes[] = { "yes", "no", "unknown", NULL };

  return read_word ("--kind", o->kind, kinds, "bfr, blood-pressure")
         && read_word ("--bladder", o->bladder, bladders, "single, several")
         && read_word ("--contour", o->contour, contours, "straight, curved")
         && read_word ("--material", o->material, materials, "nylon, elastic")
         && read_word ("--latex", o->latex, latexes, "yes, no, unknown");
}

static EbbCuffRecord *
read_cuff (const CuffOptions *o, const CtlLimb *limb)
{
  g_autoptr (EbbCuffRecord) cuff = g_new0 (EbbCuffRecord, 1);

  if (!read_cuff_words (o) || !ctl_limb_number ("--length", o->length, 10, 200, &cuff->length_cm)
      || !ctl_limb_number ("--girth-min", o->girth_min, 5, 150, &cuff->girth_min_cm)
      || !ctl_limb_number ("--girth-max", o->girth_max, 5, 150, &cuff->girth_max_cm))
    return NULL;
  cuff->length_cm = isnan (cuff->length_cm) ? -1 : cuff->length_cm;
  cuff->girth_min_cm = isnan (cuff->girth_min_cm) ? -1 : cuff->girth_min_cm;
  cuff->girth_max_cm = isnan (cuff->girth_max_cm) ? -1 : cuff->girth_max_cm;
  cuff->width_cm = limb->cuff_width_cm;
  cuff->segment = limb->segment;
  cuff->id = g_strdup (o->limb.cuff_id);
  cuff->asset = g_strdup (o->asset);
  cuff->name = g_strdup (o->name);
  cuff->kind = (EbbCuffKind) MAX (ebb_cuff_kind_from_string (o->kind), 0);
  cuff->bladder = g_strdup (o->bladder);
  cuff->contour = g_strdup (o->contour);
  cuff->material = g_strdup (o->material);
  cuff->site = g_strdup (o->limb.site);
  cuff->latex = g_strcmp0 (o->latex, "yes") == 0  ? EBB_LATEX_CONTAINED
                : g_strcmp0 (o->latex, "no") == 0 ? EBB_LATEX_NONE
                                                  : EBB_LATEX_UNKNOWN;
  cuff->retired = o->retired;
  return g_steal_pointer (&cuff);
}

static int
put_cuff (const CuffOptions *o)
{
  GError *error = NULL;
  CtlLimb limb;

  if (!ctl_limb_read (&o->limb, &limb))
    return CTL_FAILED;
  if (o->limb.db_path == NULL || o->asset == NULL || isnan (limb.cuff_width_cm))
    return ctl_bad_usage ("%s", _ ("--db, --asset and --cuff-width are needed"));
  g_autoptr (EbbCuffRecord) cuff = read_cuff (o, &limb);
  if (cuff == NULL)
    return CTL_FAILED;
  g_autoptr (EbbDb) db = ctl_open_db (o->limb.db_path, &error);
  if (db == NULL || !ebb_db_put_cuff (db, cuff, &error))
    return ctl_fail (error);
  ctl_say ("%s", cuff->id);
  return CTL_OK;
}

static int
limb_cuff (int argc, char **argv)
{
  CuffOptions o = { 0 };
  const GOptionEntry more[] = {
    { "asset", 0, 0, G_OPTION_ARG_STRING, &o.asset, N_ ("What is written on the cuff"), "TEXT" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &o.name, N_ ("Name"), "NAME" },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &o.kind, N_ ("bfr (default) or blood-pressure"), "WORD" },
    { "length", 0, 0, G_OPTION_ARG_STRING, &o.length, N_ ("Length"), "CM" },
    { "girth-min", 0, 0, G_OPTION_ARG_STRING, &o.girth_min, N_ ("Smallest girth it fits"), "CM" },
    { "girth-max", 0, 0, G_OPTION_ARG_STRING, &o.girth_max, N_ ("Largest girth it fits"), "CM" },
    { "bladder", 0, 0, G_OPTION_ARG_STRING, &o.bladder, N_ ("single or several"), "WORD" },
    { "contour", 0, 0, G_OPTION_ARG_STRING, &o.contour, N_ ("straight or curved"), "WORD" },
    { "material", 0, 0, G_OPTION_ARG_STRING, &o.material, N_ ("nylon or elastic"), "WORD" },
    { "latex", 0, 0, G_OPTION_ARG_STRING, &o.latex, N_ ("yes, no or unknown (default)"), "WORD" },
    { "retired", 0, 0, G_OPTION_ARG_NONE, &o.retired, N_ ("No longer in use"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autofree GOptionEntry *entries = ctl_limb_entries (&o.limb, more);
  int result = ctl_parse (&argc, &argv, entries, NULL, 0) ? put_cuff (&o) : CTL_USAGE;

  cuff_options_clear (&o);
  return result;
}

/* --- Which cuffs there are for a limb ---------------------------------------------------- */

static void
json_choice (EbbJsonWriter *writer, const EbbCuffChoice *choice)
{
  const EbbCuffRecord *cuff = choice->cuff;

  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "id", cuff->id);
  ebb_json_text (writer, "asset", cuff->asset);
  ebb_json_text (writer, "name", cuff->name);
  ebb_json_text (writer, "kind", ebb_cuff_kind_to_string (cuff->kind));
  ebb_json_text (writer, "segment", ebb_segment_to_string (cuff->segment));
  ebb_json_double (writer, "width_cm", cuff->width_cm, 1);
  ebb_json_double (writer, "length_cm", cuff->length_cm > 0 ? cuff->length_cm : NAN, 1);
  ebb_json_double (writer, "girth_min_cm", cuff->girth_min_cm > 0 ? cuff->girth_min_cm : NAN, 1);
  ebb_json_double (writer, "girth_max_cm", cuff->girth_max_cm > 0 ? cuff->girth_max_cm : NAN, 1);
  ebb_json_text (writer, "fit", ebb_fit_to_string (choice->fit));
  ctl_limb_json_texts (writer, "reasons", choice->reasons);
  ebb_json_close (writer, '}');
}

static void
say_choices (const GPtrArray *choices, gboolean as_json)
{
  EbbJsonWriter writer;

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < choices->len; i++) {
    const EbbCuffChoice *choice = choices->pdata[i];

    json_choice (&writer, choice);
    if (as_json)
      continue;
    ctl_say ("%s\t%s\t%g cm\t%s", choice->cuff->id, choice->cuff->asset, choice->cuff->width_cm,
             ebb_fit_to_text (choice->fit));
    for (guint k = 0; k < choice->reasons->len; k++)
      ctl_say ("  %s", (const char *) choice->reasons->pdata[k]);
  }
  ebb_json_close (&writer, ']');
  if (as_json)
    ctl_say_json (&writer);
  else
    g_free (ebb_json_writer_end (&writer));
}

static int
list_cuffs (const CtlLimbOptions *options, EbbFitNeed need)
{
  GError *error = NULL;
  CtlLimb limb;

  if (!ctl_limb_read (options, &limb))
    return CTL_FAILED;
  if (options->db_path == NULL)
    return ctl_bad_usage ("%s", _ ("--db FILE is missing"));
  g_autoptr (EbbDb) db = ebb_db_open (options->db_path, EBB_DB_READ, &error);
  g_autoptr (GPtrArray) cuffs = db != NULL ? ebb_db_list_cuffs (db, &error) : NULL;
  gboolean known = FALSE, allergic = FALSE;
  if (cuffs == NULL
      || (options->patient != NULL
          && !ebb_db_get_latex_allergy (db, options->patient, &known, &allergic, &error)))
    return ctl_fail (error);
  need.segment = limb.segment;
  need.girth_cm = isnan (limb.girth_cm) ? 0 : limb.girth_cm;
  need.latex = !known ? EBB_ALLERGY_UNKNOWN : allergic ? EBB_ALLERGY_YES : EBB_ALLERGY_NO;
  g_autoptr (GPtrArray) choices = ebb_cuffs_for (cuffs, &need);
  say_choices (choices, options->as_json);
  return CTL_OK;
}

static int
limb_cuffs (int argc, char **argv)
{
  CtlLimbOptions options = { 0 };
  EbbFitNeed need = { 0 };
  const GOptionEntry more[] = {
    { "manual", 0, 0, G_OPTION_ARG_NONE, &need.manual, N_ ("Without a cable, read by hand"), NULL },
    { "over-fibular-head", 0, 0, G_OPTION_ARG_NONE, &need.over_fibular_head,
      N_ ("The cuff lies over the fibular head"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autofree GOptionEntry *entries = ctl_limb_entries (&options, more);
  int result = ctl_parse (&argc, &argv, entries, NULL, 0) ? list_cuffs (&options, need) : CTL_USAGE;

  ctl_limb_options_clear (&options);
  return result;
}

/* --- Girths ------------------------------------------------------------------------------ */

static int
put_girth (const CtlLimbOptions *options)
{
  EbbDay today = ebb_day_of (ebb_clock_wall_unix_us ());
  GError *error = NULL;
  CtlLimb limb;

  if (!ctl_limb_read (options, &limb))
    return CTL_FAILED;
  if (options->db_path == NULL || options->patient == NULL || limb.side == EBB_SIDE_UNSET
      || isnan (limb.girth_cm))
    return ctl_bad_usage ("%s", _ ("--db, --patient, --side and --girth are needed"));
  g_autoptr (EbbGirthRecord) girth = g_new0 (EbbGirthRecord, 1);
  girth->patient_id = g_strdup (options->patient);
  girth->segment = limb.segment;
  girth->side = limb.side;
  girth->site = g_strdup (options->site != NULL ? options->site : EBB_GIRTH_UNDER_CUFF);
  girth->girth_cm = limb.girth_cm;
  girth->measured_on = g_strdup (today.date);
  girth->operator_name = g_strdup (options->operator_name);
  g_autoptr (EbbDb) db = ctl_open_db (options->db_path, &error);
  if (db == NULL || !ebb_db_put_girth (db, girth, &error))
    return ctl_fail (error);
  ctl_say ("%s", girth->id);
  return CTL_OK;
}

static int
limb_girth (int argc, char **argv)
{
  CtlLimbOptions options = { 0 };
  g_autofree GOptionEntry *entries = ctl_limb_entries (&options, NULL);
  int result = ctl_parse (&argc, &argv, entries, NULL, 0) ? put_girth (&options) : CTL_USAGE;

  ctl_limb_options_clear (&options);
  return result;
}

static void
say_girths (const GPtrArray *girths, gboolean as_json)
{
  EbbJsonWriter writer;

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < girths->len; i++) {
    const EbbGirthRecord *girth = girths->pdata[i];

    ebb_json_open (&writer, NULL, '{');
    ebb_json_text (&writer, "segment", ebb_segment_to_string (girth->segment));
    ebb_json_text (&writer, "side", ebb_side_to_string (girth->side));
    ebb_json_text (&writer, "site", girth->site);
    ebb_json_double (&writer, "girth_cm", girth->girth_cm, 1);
    ebb_json_text (&writer, "measured_on", girth->measured_on);
    ebb_json_close (&writer, '}');
    if (!as_json)
      ctl_say ("%s\t%s\t%s\t%s\t%.1f cm", girth->measured_on, ebb_side_to_string (girth->side),
               ebb_segment_to_string (girth->segment), girth->site != NULL ? girth->site : "",
               girth->girth_cm);
  }
  ebb_json_close (&writer, ']');
  if (as_json)
    ctl_say_json (&writer);
  else
    g_free (ebb_json_writer_end (&writer));
}

static int
limb_girths (int argc, char **argv)
{
  CtlLimbOptions options = { 0 };
  g_autofree GOptionEntry *entries = ctl_limb_entries (&options, NULL);
  GError *error = NULL;
  int result = CTL_USAGE;

  if (ctl_parse (&argc, &argv, entries, NULL, 0)
      && (options.db_path == NULL || options.patient == NULL)) {
    ctl_bad_usage ("%s", _ ("--db and --patient are needed"));
  } else if (options.db_path != NULL) {
    g_autoptr (EbbDb) db = ebb_db_open (options.db_path, EBB_DB_READ, &error);
    g_autoptr (GPtrArray) girths =
        db != NULL ? ebb_db_get_girths (db, options.patient, &error) : NULL;

    result = girths != NULL ? CTL_OK : ctl_fail (error);
    if (girths != NULL)
      say_girths (girths, options.as_json);
  }
  ctl_limb_options_clear (&options);
  return result;
}

int
ctl_limb_command (int argc, char **argv)
{
  static const CtlCommand commands[] = {
    { "cuff", "--db FILE --asset TEXT --cuff-width CM [--segment WORD] [--girth-min CM] ...",
      limb_cuff },
    { "cuffs", "--db FILE --segment WORD --girth CM [--manual] [--json]", limb_cuffs },
    { "girth", "--db FILE --patient ID --side WORD --girth CM [--site TEXT]", limb_girth },
    { "girths", "--db FILE --patient ID [--json]", limb_girths },
  };

  return ctl_run_word (commands, G_N_ELEMENTS (commands), argc, argv);
}
