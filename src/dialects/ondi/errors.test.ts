import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError, ERRORS, type ErrorCode } from '../../model/errors.ts'
import { renderError } from './errors.ts'

test('every refusal has a status and the envelope; only a fault adds an empty error', () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[]) {
    const { status, body } = renderError(new AppError(code)) as { status: number; body: Record<string, unknown> }
    assert.ok(status >= 400 && status <= 503, code)
    assert.equal(body.success, false)
    assert.equal(typeof body.message, 'string')
    assert.deepEqual(Object.keys(body), status === 500 ? ['success', 'message', 'error'] : ['success', 'message'])
  }
  const fault = renderError(new AppError('internal', { cause: new Error('secret') }))
  assert.deepEqual(fault, { status: 500, body: { success: false, message: 'Internal server error', error: {} } })
})
