/** Text without the control characters that steer a terminal and that stores refuse; line ends and tabs stay. */
export function toPrintable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '\ufffd')
}
