import { daysPanel } from './days.js';

/** Daily, weekly and monthly active users as lines over the range. */
export const activeUsersPanel = (report, source, before = null) =>
  daysPanel(report.days, [
    { key: 'active_users', name: 'Day', title: 'on the day', colour: 'accent', width: 2.5, isFilled: true },
    { key: 'wau', name: '7 days', title: 'in 7 days', colour: 'second' },
    { key: 'mau', name: '28 days', title: 'in 28 days', colour: 'third' },
  ], {
    name: 'active-users',
    title: 'Active users',
    what: 'daily, weekly and monthly active users',
    lead: 'Distinct persons active on a day, and in the 7 and 28 days that end on it',
    metrics: ['active_users', 'wau', 'mau'],
    height: 'tall',
    notesIncomplete: true,
    range: report.range,
    source,
    before,
  });

/** One count per day, as bars; as a line where there are too many days for bars. */
export const dailyPanel = (report, key, title, one, many, source, before = null) =>
  daysPanel(report.days, [
    { key, name: title, title: (value) => (value === 1 ? one : many), colour: 'accent', kind: 'bar', width: 1.5, isFilled: true },
  ], { name: key, title, metrics: [key], what: many, range: report.range, source, before });

/** Persons of the day alone, for a part of the people. */
export const activeUsersBySessions = (report, source, before = null) =>
  daysPanel(report.days, [
    { key: 'active_users', name: 'Active users', title: 'on the day', colour: 'accent', width: 2.5, isFilled: true },
  ], {
    name: 'active-users', title: 'Active users', what: 'daily active users', lead: 'Distinct persons with such a session that started on the day', metrics: ['active_users'],
    height: 'tall', notesIncomplete: true, range: report.range, source, before,
  });
