import { jitsuAnalytics } from '@jitsu/js';
import { story, url, writeKey, tell, ORDER, QUICK, QUICK_EVENTS } from './browser-story.mjs';

await tell(async (failures) => {
  const analytics = jitsuAnalytics({ host: url, writeKey, errorPolicy: (...message) => failures.push(message.join(' ')) });
  // It has no alias.
  await analytics.identify(story.userId, story.traits);
  await analytics.track(ORDER, story.order);
  await analytics.page(story.pageName, story.pageProperties);
  await analytics.group(story.groupId, story.groupTraits);
  const quick = [];
  for (let n = 0; n < QUICK_EVENTS; n++) {
    quick.push(analytics.track(QUICK, { n }));
  }
  await Promise.all(quick);
  return null;
});
