import * as codes from '../contract/codes.ts';
import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import { addHistory, careHistory, type RawEpisode, withoutPeriod } from '../reading/care-periods.ts';
import { outsideItsYears } from '../reading/code-years.ts';
import { Population } from '../reading/population.ts';
import type { RowReader } from '../reading/row-reader.ts';

/** Reads ssd_cla_episodes into episodes and periods of care, and returns whom everything else must belong to. */
export function readEpisodes(run: AdapterRun): Population {
  const children = new Set(run.collector.rows.child.map((child) => child.child_id));
  const referrals: [string | null, string][] = [];
  const raw: RawEpisode[] = [];
  for (const reader of readersOf(run, 'cla_episodes')) {
    const episode = readEpisode(run, reader, children);
    if (episode === null) continue;
    const end = episode.end_date ?? run.context.snapshotDate;
    if (outsideItsYears('end_reason', episode.end_reason, end, end))
      run.quality.note('code_outside_its_years', 'episode');
    raw.push(episode);
    referrals.push([reader.key('clae_referral_id'), episode.child_id]);
  }
  const history = careHistory(raw, run.endRule, run.quality);
  addHistory(run, history);
  const population = new Population(run.collector.rows.child, raw, history, run.endRule);
  for (const [referral, child] of referrals) population.addReferral(referral, child);
  return population;
}

function readEpisode(run: AdapterRun, reader: RowReader, children: ReadonlySet<string>): RawEpisode | null {
  const child_id = reader.requiredKey('clae_person_id');
  if (!children.has(child_id)) reader.blame('orphan_row', 'clae_person_id');
  const start_date = reader.requiredDay('clae_cla_episode_start_date');
  const end_date = reader.placingDay('clae_cla_episode_ceased_date');
  reader.checkOrder(start_date, end_date, 'clae_cla_episode_ceased_date');
  const episode: RawEpisode = {
    row_key: reader.rowKey('clae_cla_episode_id'),
    ...reader.trace,
    child_id,
    source_care_period_id: reader.key('clae_cla_id'),
    entered_care_date: reader.pastDay('clae_entered_care_date'),
    start_date,
    end_date,
    start_reason: reader.code('clae_cla_episode_start_reason', codes.startReason),
    end_reason: reader.code('clae_cla_episode_ceased_reason', codes.endReason),
    legal_status: null,
    placement_type: null,
    need: reader.code('clae_cla_primary_need_code', codes.need),
    officer_contact_date: reader.pastDay('clae_cla_last_iro_contact_date'),
  };
  return run.collector.admit(reader, 'episode', withoutPeriod(episode)) ? episode : null;
}
