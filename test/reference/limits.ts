/** Time limits of the measures. */
export interface Limits {
  /** T1: second review, for a child on an interim care order on that day, counted from entry. */
  readonly reviewInterimOrderDays: number;
  /** T1: second review of any other child. */
  readonly reviewDays: number;
  readonly returnHomeMonths: number;
  readonly returnHomeLongMonths: number;
  readonly placementOrderMonths: number;
  readonly longTermFosteringMonths: number;
  /** T9: entries of this many months belong to the cohort ... */
  readonly cohortMonths: number;
  /** ... once the child is in care for longer than this. */
  readonly cohortMinimumMonths: number;
  readonly meetingLookBackWeeks: number;
  /** A meeting is required below this age on `meetingDay` after entry. */
  readonly meetingAge: number;
  readonly meetingDay: number;
}

/** The limits that boundaries.md and the Hertfordshire chapter name. */
export const hertfordshireLimits: Limits = {
  reviewInterimOrderDays: 98,
  reviewDays: 112,
  returnHomeMonths: 6,
  returnHomeLongMonths: 12,
  placementOrderMonths: 12,
  longTermFosteringMonths: 12,
  cohortMonths: 18,
  cohortMinimumMonths: 4,
  meetingLookBackWeeks: 26,
  meetingAge: 12,
  meetingDay: 70,
};
