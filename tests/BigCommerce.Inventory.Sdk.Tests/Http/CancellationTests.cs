using System.Net;
using System.Text;
using BigCommerce.Inventory.Resilience;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Tests.Http;

/// <summary>A call with a retry, a quota wait and a token refresh, cancelled at each step in turn.</summary>
public class CancellationTests
{
    [Theory]
    [InlineData("GET items")]
    [InlineData("PUT absolute")]
    [InlineData("POST relative")]
    [InlineData("DELETE locations")]
    public async Task Call_CancelledAtAnyStep_LosesNoPermit(string name)
    {
        var operation = EveryOperation.Named(name);
        var ends = new List<string>();
        for (var step = 1; ; step++)
        {
            Assert.InRange(step, 1, 200);
            using var steps = new Steps(cancelAt: step);
            using var network = new Network(operation, steps);
            var time = new ManualTimeProvider { AdvanceWhenIdle = true };
            using var client = new BigCommerceInventoryClient(
                StoreCredentials.FromProvider("abc", request =>
                {
                    steps.Pass();
                    request.CancellationToken.ThrowIfCancellationRequested();
                    return ValueTask.FromResult(request.RejectedToken is null ? "old-token" : "new-token");
                }),
                settings: new() { HttpHandler = network, TimeProvider = time, LoggerFactory = steps });

            var exception = await Record.ExceptionAsync(
                () => operation.Call(client, new RequestOptions { OnResponse = _ => steps.Pass() }, steps.Token));

            ends.Add(exception is null ? "a value" : "cancelled");
            if (exception is not null)
            {
                Assert.Equal(steps.Token, Assert.IsAssignableFrom<OperationCanceledException>(exception).CancellationToken);
                if (exception is BigCommerceCanceledException canceled)
                {
                    Assert.Contains(canceled.Effect, network.PossibleEffects);
                }
                else
                {
                    // From version 16 on Refit checks the token once more after the response, and throws an exception of its own.
                    Assert.IsType<OperationCanceledException>(exception);
                    Assert.True(network.IsAnswered);
                }
            }

            // All permits were returned.
            var limiter = StoreRegistry.In(network).For(new Uri("https://api.bigcommerce.com/stores/abc/v3"), time, () => 0).Limiter;
            Assert.Equal((0, 0), (limiter.InFlight, limiter.Waiting));
            if (!steps.Token.IsCancellationRequested)
            {
                break;
            }
        }

        // Cancellation after the response has no effect.
        Assert.Equal(["cancelled", "a value"], ends.Distinct());
        Assert.InRange(ends.Count(end => end == "cancelled"), 15, 100);
    }

    /// <summary>Counts the steps of a call and cancels it at one of them. As a logger it counts each message as a step.</summary>
    private sealed class Steps(int cancelAt) : ILoggerFactory, ILogger
    {
        private readonly CancellationTokenSource _cancellation = new();
        private int _passed;

        public CancellationToken Token => _cancellation.Token;

        public void Pass()
        {
            if (Interlocked.Increment(ref _passed) == cancelAt)
            {
                _cancellation.Cancel();
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Pass();

        public void Dispose() => _cancellation.Dispose();
    }

    private sealed class Network : HttpMessageHandler
    {
        private readonly Operation _operation;
        private readonly Steps _steps;
        private readonly Queue<int> _statuses;
        private bool _isConnecting;
        private bool _isReceived;
        private bool _isInDoubt;
        private bool _isApplied;

        public Network(Operation operation, Steps steps)
        {
            _operation = operation;
            _steps = steps;
            _statuses = new Queue<int>(
                operation.Name.StartsWith("POST", StringComparison.Ordinal) ? [429, 401, 200] : [502, 429, 401, 200]);
        }

        /// <summary>Whether the last response was sent.</summary>
        public bool IsAnswered => _isApplied;

        /// <summary>The effects that the client may report.</summary>
        public IEnumerable<RequestEffect> PossibleEffects =>
            _operation.Name.StartsWith("GET", StringComparison.Ordinal) ? [RequestEffect.None]
            : _isApplied ? [RequestEffect.Unknown, RequestEffect.Applied]
            : _isReceived || _isInDoubt ? [RequestEffect.Unknown]
            : _isConnecting ? [RequestEffect.None, RequestEffect.Unknown]
            : [RequestEffect.None];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _isConnecting = true;
            await StepAsync(cancellationToken);
            _isReceived = true;
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            await StepAsync(cancellationToken);
            _isInDoubt |= _statuses.Peek() == 502;
            _isApplied |= _statuses.Peek() == 200;
            _isConnecting = _isReceived = false;
            var response = new HttpResponseMessage((HttpStatusCode)_statuses.Dequeue())
            {
                Content = new StreamContent(new Body(_operation.Response, this)),
            };
            response.Headers.TryAddWithoutValidation("X-Rate-Limit-Requests-Left", "50");
            response.Headers.TryAddWithoutValidation("X-Rate-Limit-Requests-Quota", "150");
            response.Headers.TryAddWithoutValidation("X-Rate-Limit-Time-Reset-Ms", "9000");
            return response;
        }

        private async Task StepAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            _steps.Pass();
            cancellationToken.ThrowIfCancellationRequested();
        }

        /// <summary>A body in two pieces.</summary>
        private sealed class Body(string text, Network network) : MemoryStream(Encoding.UTF8.GetBytes(text))
        {
            public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            {
                await network.StepAsync(cancellationToken);
                return await base.ReadAsync(buffer[..(int)Math.Min(buffer.Length, (Length + 1) / 2)], cancellationToken);
            }
        }
    }
}
